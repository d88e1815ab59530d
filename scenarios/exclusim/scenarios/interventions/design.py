"""How much of an effect is left when the study behind it could not tell cause from selection.

The discounts are assumptions, named and with wide priors: no source seen gives them. A randomised trial is taken at its
word; all effects of one design share one discount in a draw.
"""

from __future__ import annotations

from typing import Literal

from exclusim.model.parameters import LogitNormal, Parameter

__all__ = ["DISCOUNTS", "Design", "discount_name"]

Design = Literal["rct", "quasi_experiment", "before_after", "expert"]
"""Randomised trial; comparison group without lot; the same people before and after; somebody's judgement."""


def discount_name(design: Design) -> str:
    """Name of the parameter with the share of the log effect that is left."""
    return f"design_discount.{design}"


def _assumed(design: Design, left: float, sigma: float, note: str) -> Parameter:
    return Parameter(discount_name(design), left, "share", LogitNormal(sigma), note=note)


DISCOUNTS: dict[Design, Parameter] = {
    "quasi_experiment": _assumed(
        "quasi_experiment", 0.8, 0.7, "share of the log effect left after unmeasured selection; no source"
    ),
    "before_after": _assumed(
        "before_after",
        0.5,
        0.7,
        "share left after regression to the mean and what would have happened anyway; no source",
    ),
    "expert": _assumed("expert", 0.3, 0.8, "share left of an effect that nobody has measured; no source"),
}
"""By design; a randomised trial has no discount."""
