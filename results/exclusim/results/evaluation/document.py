"""A planned evaluation tried out in the simulation, as ``exclusim evaluate --json`` prints it.

Effects are turned so that positive is better: fewer excluded, more at work. They are shares of participants, or months
where the outcome counts months. Intervals are over joint draws unless a field says otherwise.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.document import Assumption
from exclusim.results.interval import Frozen, Interval

__all__ = [
    "SCHEMA_VERSION",
    "ComponentShare",
    "Components",
    "CurvePoint",
    "DesignResult",
    "EvaluationDocument",
    "SampleSize",
    "Window",
]

SCHEMA_VERSION = 1


class CurvePoint(Frozen):
    participants: int
    power: float
    se: float = Field(description="Monte Carlo error of the power")


class DesignResult(Frozen):
    """One design, tried many times on the same known truth; by intention to treat unless said."""

    name: str
    label: str = Field(description="Swedish")
    estimate: float = Field(description="mean of what the evaluations would report")
    bias: float = Field(description="mean of estimate − truth")
    bias_se: float = Field(description="Monte Carlo error of the bias, draws counted as clusters")
    spread: float = Field(description="standard deviation of the estimates around the mean of their own draw")
    rmse: float = Field(description="root of the mean squared difference from the truth")
    error: Interval = Field(description="of estimate − truth, over evaluations")
    coverage: float = Field(description="share of 95 % intervals that hold the truth of their own draw")
    power: float | None = Field(
        description="share whose interval excludes zero on the right side; null: no true effect"
    )
    wrong_sign: float | None = Field(description="share of estimates on the wrong side of zero")
    false_alarm: float | None = Field(
        description="share whose interval excludes zero on the wrong side; where there is no true effect, on any side"
    )
    detectable: float = Field(
        description="smallest effect found with the wanted power at the planned size, if unbiased"
    )
    per_protocol: float = Field(description="mean estimate when only those who stayed count")
    per_protocol_bias: float
    failed: int = Field(description="evaluations that gave no estimate (nobody to match); left out of the others")
    participants_needed: int | None = Field(description="for the wanted power, by simulation; null: not even with most")
    needed_power: float | None = Field(description="simulated power at `participants_needed`")
    curve: list[CurvePoint]


class SampleSize(Frozen):
    wanted_power: float
    closed_form: int | None = Field(
        description="participants in each of two equal groups by the usual formula, with loss; null: no effect"
    )
    most: int = Field(description="largest number of participants tried")


class Window(Frozen):
    """What a short follow-up sees of what the programme does; means per participant."""

    follow_up: Interval = Field(description="true effect at follow-up: the target of every design")
    during: bool = Field(description="whether follow-up comes before the programme is over")
    long_term: Interval | None = Field(
        description="true effect on the outcome two to five years after the end, a share"
    )
    months_at_follow_up: Interval = Field(description="excluded months avoided until follow-up")
    months_horizon: Interval
    gain_at_follow_up: Interval = Field(description="SEK to society until follow-up, before the programme's cost")
    gain_horizon: Interval
    horizon_years: float


class ComponentShare(Frozen):
    name: str
    label: str = Field(description="Swedish")
    months: Interval = Field(description="its share of the excluded months avoided, per participant")
    gain: Interval = Field(description="its share of the gain to society, SEK per participant")
    share: float | None = Field(description="of the mean months avoided together; null where they are none")
    role: Literal["carries", "superfluous", "harmful", "unclear"] = Field(
        description="superfluous: less than two per cent of what all parts do; unclear: draws differ on the sign"
    )


class Components(Frozen):
    """Which parts carried the effect: Shapley shares, which add up to the joint effect."""

    rows: list[ComponentShare]
    months: Interval = Field(description="excluded months avoided by all together, per participant")
    gain: Interval
    draws: int
    merged: bool = Field(description="whether effects are counted by intervention, because there are too many")


class EvaluationDocument(Frozen):
    """One planned evaluation."""

    schema_version: int = SCHEMA_VERSION
    case: str
    title: str
    place: str
    scenario: str
    label: str
    description: str
    preset: str
    outcome: str
    outcome_label: str = Field(description="Swedish: what a positive effect means")
    unit: Literal["share", "months"]
    enrolment: str
    participants: int
    drop_out: float
    lost: float
    follow_up: int = Field(description="months from enrolment")
    replicates: int = Field(description="evaluations tried per design")
    draws: int
    persons: int
    people: Interval = Field(description="simulated people who could be enrolled, by draw")
    seed: int
    price_year: int
    created: str
    code_version: str
    without: Interval = Field(description="participants' mean outcome at follow-up without the programme")
    treated: Interval = Field(description="with it")
    window: Window
    designs: list[DesignResult]
    sample_size: SampleSize
    components: Components
    assumptions: list[Assumption]
    notes: list[str] = Field(description="Swedish: how to read the figures")
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
