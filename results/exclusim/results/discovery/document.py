"""In which futures an investment fails, as ``exclusim discover --json`` prints it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.document import Assumption
from exclusim.results.interval import Frozen, Interval

__all__ = ["SCHEMA_VERSION", "BoxLimit", "DiscoveryDocument", "FailureBox", "PeelStep", "Point"]

SCHEMA_VERSION = 1


class BoxLimit(Frozen):
    """Limits of one parameter, in its unit; null where an end is open."""

    parameter: str
    label: str = Field(description="Swedish")
    group: str
    unit: str
    low: float | None
    high: float | None
    quasi_p: float = Field(description="probability of so many failures without this limit; on futures that did not "
                           "choose it")  # fmt: skip
    reproduced: float = Field(description="share of resamples of the futures in which the parameter is limited again")
    sources: str = ""


class FailureBox(Frozen):
    """A box of futures; its figures are from the half of the futures that did not choose it."""

    method: Literal["prim", "cart"]
    rule: str = Field(description="Swedish: ``förlorar när … och …``")
    limits: list[BoxLimit]
    coverage: float = Field(description="share of all failures that the box holds")
    density: float = Field(description="share of the futures in the box that fail")
    mass: float = Field(description="share of all futures that are in the box")
    coverage_found: float = Field(description="on the half that chose the box")
    density_found: float
    coverage_expected: float | None = Field(
        default=None, description="the same where the emulator expects failure, luck left out; null without an emulator"
    )
    density_expected: float | None = None


class PeelStep(Frozen):
    """One box of PRIM's trajectory on the half that makes it."""

    coverage: float
    density: float
    limits: int


class Point(Frozen):
    """One future in the scatter."""

    x: float
    y: float
    outcome: float
    fails: bool
    inside: bool


class DiscoveryDocument(Frozen):
    """Everything the page shows."""

    schema_version: int = SCHEMA_VERSION
    case: str
    title: str
    place: str
    scenario: str
    label: str = Field(description="Swedish name of the scenario")
    preset: str
    origin: Literal["priors", "posterior"]
    fails: str
    fails_words: str = Field(description="Swedish")
    outcome: str
    outcome_label: str
    unit: Literal["SEK", "years", "share"]
    limit: float
    parameters: int = Field(description="uncertain parameters of the futures")
    candidates: list[str] = Field(description="parameters that stood out and were searched")
    runs: int = Field(description="of the model")
    persons: int
    cohort: int
    seed: int
    horizon_years: int
    price_year: int
    seconds: float
    created: str
    code_version: str
    failing: float = Field(description="share of all futures that fail")
    spread: Interval = Field(description="of the outcome over futures")
    replicate_noise_share: float = Field(description="share of the outcome's variance that is the luck of lives")
    emulated: bool = Field(
        description="whether boxes were sought where an emulator expects failure, because luck hides it in single runs"
    )
    explained: float | None = Field(description="share of the variance between futures that the emulator reproduces")
    agreement: float = Field(description="share of futures whose answer stays the same with other lives")
    box: FailureBox | None = Field(description="the answer: the PRIM box, else the tree's; null: no rule found")
    boxes: list[FailureBox]
    trajectory: list[PeelStep]
    axes: list[str] = Field(description="parameters of the scatter, with their units")
    points: list[Point]
    assumptions: list[Assumption]
    notes: list[str]
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
