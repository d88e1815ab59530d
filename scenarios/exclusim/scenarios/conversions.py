"""From a published measure of effect to the ratio that the model multiplies its hazards or odds with.

Studies report what fits their design: a risk ratio, percentage points at a follow-up, a standardised difference. The
model knows hazards (something happens sooner or later) and odds (an occasion ends one way or another). Each
function holds one closed form. A hazard is taken to be constant until the follow-up, so that the share of the
comparison group at *t* months is p = 1 − exp(−h·t), and with the intervention 1 − exp(−h·r·t).

>>> round(hazard_ratio_from_shares(0.15, 0.30), 2)
2.19
>>> round(odds_ratio_from_standardised(0.288), 2)
1.69
>>> round(ratio_from_duration_change(0.05), 3)
0.952
"""

from __future__ import annotations

import math
from typing import Literal, get_args

__all__ = [
    "MEASURES",
    "ODDS_FAMILIES",
    "Measure",
    "Scale",
    "convert",
    "hazard_ratio_from_shares",
    "in_words",
    "monthly_hazard",
    "needs_baseline",
    "odds_ratio_from_shares",
    "odds_ratio_from_standardised",
    "ratio_from_duration_change",
    "scale_of",
    "share_after_hazard_ratio",
    "share_after_odds_ratio",
    "standardised_from_odds_ratio",
]

Measure = Literal[
    "hazard_ratio",
    "odds_ratio",
    "risk_ratio",
    "incidence_rate_ratio",
    "percentage_points",
    "relative_change",
    "duration_change",
    "standardised",
]
"""How a source can state an effect."""

MEASURES: tuple[Measure, ...] = get_args(Measure)

Scale = Literal["hazard", "odds"]
"""What the model multiplies."""

ODDS_FAMILIES = frozenset({"grade9_eligibility", "school_completion", "pushed_to_assistance", "benefit_gap"})
"""Families that only exist as outcomes of occasions; every other family has hazards."""

_LOGISTIC_SD = math.pi / math.sqrt(3)  # standard deviation of the standard logistic distribution


def scale_of(lever: str) -> Scale:
    """Whether an effect on ``lever`` multiplies odds or hazards."""
    return "odds" if lever in ODDS_FAMILIES else "hazard"


def _inside(share: float, what: str) -> float:
    if not 0 < share < 1:
        raise ValueError(f"{what} above 0 % and below 100 %, not {100 * share:.4g} %")
    return share


def monthly_hazard(share: float, months: float) -> float:
    """The constant monthly hazard under which ``share`` have had the event after ``months``: −ln(1 − p)/t."""
    return -math.log1p(-_inside(share, "a share")) / months


def hazard_ratio_from_shares(
    control: float, treated: float, *, at: float | None = None, holds: float | None = None
) -> float:
    """Ratio of hazards from the shares that have had the event at a follow-up.

    With the effect in force until the follow-up, r = ln(1 − p₁)/ln(1 − p₀); the time cancels. An effect that holds only
    ``holds`` of the ``at`` months must be larger to leave the same difference: 1 + (r − 1)·at/holds.

    Raises:
        ValueError: a share is not strictly between 0 and 1, or no positive ratio gives the difference in the time.
    """
    ratio = math.log1p(-_inside(treated, "a share with the intervention")) / math.log1p(
        -_inside(control, "a baseline share")
    )
    if at is not None and holds is not None and holds < at:
        ratio = 1 + (ratio - 1) * at / holds
        if ratio <= 0:
            raise ValueError(f"an effect that holds longer than {holds:g} of the {at:g} months to the follow-up")
    return ratio


def share_after_hazard_ratio(
    control: float, ratio: float, *, at: float | None = None, holds: float | None = None
) -> float:
    """The inverse of :func:`hazard_ratio_from_shares`: 1 − (1 − p₀)^r."""
    if at is not None and holds is not None and holds < at:
        ratio = 1 + (ratio - 1) * holds / at
    return -math.expm1(ratio * math.log1p(-_inside(control, "a baseline share")))


def odds_ratio_from_shares(control: float, treated: float) -> float:
    """p₁/(1 − p₁) over p₀/(1 − p₀).

    Raises:
        ValueError: a share is not strictly between 0 and 1.
    """
    odds = [
        share / (1 - share)
        for share in (_inside(control, "a baseline share"), _inside(treated, "a share with the intervention"))
    ]
    return odds[1] / odds[0]


def share_after_odds_ratio(control: float, ratio: float) -> float:
    """The inverse of :func:`odds_ratio_from_shares`: p₀·OR/(1 − p₀ + p₀·OR)."""
    control = _inside(control, "a baseline share")
    return control * ratio / (1 - control + control * ratio)


def odds_ratio_from_standardised(difference: float) -> float:
    """exp(d·π/√3): the outcome is a threshold on a logistic variable that the intervention moves by d.

    Hasselblad & Hedges, Psychological Bulletin 117:167–178 (1995); Chinn, Statistics in Medicine 19:3127–3131 (2000).
    """
    return math.exp(difference * _LOGISTIC_SD)


def standardised_from_odds_ratio(ratio: float) -> float:
    """The inverse of :func:`odds_ratio_from_standardised`: ln OR·√3/π."""
    return math.log(ratio) / _LOGISTIC_SD


def ratio_from_duration_change(change: float) -> float:
    """Hazard ratio of leaving when the mean duration changes by ``change``: 1/(1 + c), as a mean duration is 1/h.

    Raises:
        ValueError: the duration would be zero or less.
    """
    if change <= -1:
        raise ValueError("a change of duration above −100 %")
    return 1 / (1 + change)


def needs_baseline(measure: Measure, scale: Scale) -> bool:
    """Whether the measure means nothing to the model without the share of the comparison group."""
    return measure in ("risk_ratio", "percentage_points") or (measure == "standardised" and scale == "hazard")


def convert(
    measure: Measure,
    value: float,
    scale: Scale,
    *,
    baseline: float | None = None,
    at: float | None = None,
    holds: float | None = None,
) -> float:
    """The ratio on the model's scale.

    Hazard, odds and incidence rate ratios stand as they are, unless an odds ratio with a ``baseline`` acts on hazards.
    A relative change without a baseline is a change of a rate, with one it is a change of a share. Percentage points
    are in points (15, not 0.15), relative changes in shares.

    Args:
        measure: what the source reports.
        value: the figure.
        scale: of the family acted on.
        baseline: share of the comparison group with the outcome.
        at: months to the follow-up.
        holds: months for which the effect is in full force.

    Raises:
        ValueError: the figure and the baseline give no share between 0 and 1; the text says what was expected.
    """
    treated = _treated_share(measure, value, baseline)
    if treated is not None and baseline is not None and not (measure == "odds_ratio" and scale == "odds"):
        if scale == "odds":
            return odds_ratio_from_shares(baseline, treated)
        return hazard_ratio_from_shares(baseline, treated, at=at, holds=holds)
    match measure:
        case "hazard_ratio" | "odds_ratio" | "incidence_rate_ratio":
            return value
        case "relative_change":
            if value <= -1:
                raise ValueError("a change above −100 %")
            return 1 + value
        case "duration_change":
            return ratio_from_duration_change(value)
        case "standardised":
            return odds_ratio_from_standardised(value)
    raise ValueError(f"the share of the comparison group (baseline) beside {measure}")


def _treated_share(measure: Measure, value: float, baseline: float | None) -> float | None:
    """The share with the intervention, where the measure speaks of shares and the baseline is known."""
    if baseline is None:
        return None
    match measure:
        case "risk_ratio":
            share = baseline * value
        case "percentage_points":
            share = baseline + value / 100
        case "relative_change":
            share = baseline * (1 + value)
        case "odds_ratio":
            return share_after_odds_ratio(baseline, value)
        case "standardised":
            return share_after_odds_ratio(baseline, odds_ratio_from_standardised(value))
        case _:
            return None
    return _inside(share, "a share with the intervention")


def in_words(
    measure: Measure,
    value: float,
    scale: Scale,
    ratio: float,
    *,
    baseline: float | None = None,
    at: float | None = None,
    holds: float | None = None,
) -> str:
    """The conversion as one line to check by hand, in symbols; empty where the figure is used as it stands.

    p₀ is the share of the comparison group, p₁ that with the intervention, *t* the months to the follow-up.

    >>> in_words("percentage_points", 15, "hazard", 2.19, baseline=0.15, at=12)
    'p₀ = 15 % → p₁ = 30 %, t = 12; HR = ln(1 − 0.3)/ln(1 − 0.15) = 2.19'
    """
    treated = _treated_share(measure, value, baseline)
    if treated is not None and baseline is not None and not (measure == "odds_ratio" and scale == "odds"):
        when = f", t = {at:g}" if at is not None else ""
        shares = f"p₀ = {100 * baseline:.4g} % → p₁ = {100 * treated:.4g} %{when}"
        if scale == "odds":
            odds = f"({treated:.4g}/{1 - treated:.4g})/({baseline:.4g}/{1 - baseline:.4g})"
            return f"{shares}; OR = {odds} = {ratio:.3g}"
        words = f"ln(1 − {treated:.4g})/ln(1 − {baseline:.4g})"
        if at is not None and holds is not None and holds < at:
            words = f"1 + ({words} − 1)·{at:g}/{holds:g}"
        return f"{shares}; HR = {words} = {ratio:.3g}"
    name = "OR" if scale == "odds" else "HR"
    match measure:
        case "incidence_rate_ratio":
            return f"HR = IRR = {ratio:.3g}"
        case "relative_change":
            return f"{name} = 1 {'+' if value >= 0 else '−'} {abs(value):.4g} = {ratio:.3g}"
        case "duration_change":
            return f"HR = 1/(1 {'+' if value >= 0 else '−'} {abs(value):.4g}) = {ratio:.3g}"
        case "standardised":
            return f"OR = exp({value:.4g}·π/√3) = {ratio:.3g}"
        case _:
            return ""
