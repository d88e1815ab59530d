"""What a decision was based on and what was expected of it, so that the outcome can be held against it later."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from exclusim.model.money import PUBLIC
from exclusim.scenarios.interventions.base import Frozen, Text, word_of
from exclusim.scenarios.issues import problem
from exclusim.scenarios.quantities import Share

__all__ = ["Decision", "DecisionRule", "Expectation", "YearMonth"]

YearMonth = Annotated[str, Field(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$", examples=["2027-12"])]
_Day = Annotated[str, Field(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$")]
_ACTORS = ("society", "public", *PUBLIC)


class Expectation(Frozen):
    """What somebody expects, in their own words; the model's own expectation is always added by the report."""

    indicator: Text
    value: Text
    by: YearMonth
    source: Text | None = None


class DecisionRule(Frozen):
    """When a started project is mended or stopped: limits of the probability that it loses for ``actor``.

    ``mend_above`` is for the whole project, ``stop_above`` for what is left of it, since money already spent cannot
    be saved.
    """

    actor: Annotated[str, word_of(_ACTORS)] = "public"
    mend_above: Share
    stop_above: Share

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.mend_above > self.stop_above:
            raise problem("a share no larger than stop_above", at=("mend_above",))
        return self


class Decision(Frozen):
    """The record of a decision. Every field may be missing; reports then say so.

    ``basis`` names files and evidence rows. ``reviews`` are the months at whose end expectation and outcome are
    compared. ``plan`` says where the analysis was described beforehand, ``engagement`` who of those concerned took
    part and what it changed, ``funding`` and ``interests`` who pays for the analysis and who gains by its answer.
    """

    asked_by: Text | None = None
    question: Text | None = None
    alternatives: tuple[Text, ...] = ()
    basis: tuple[Text, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    decided_by: Text | None = None
    decided: _Day | None = None
    reviews: tuple[YearMonth, ...] = ()
    followed_up_by: Text | None = None
    rule: DecisionRule | None = None
    plan: Text | None = None
    engagement: Text | None = None
    engagement_effect: Text | None = None
    funding: Text | None = None
    interests: Text | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        for index in range(1, len(self.reviews)):
            if self.reviews[index] <= self.reviews[index - 1]:
                raise problem(f"a month after {self.reviews[index - 1]}", at=("reviews", index))
        return self

    def over(self, other: Decision | None) -> Decision:
        """This record, with what it leaves out taken from ``other``."""
        if other is None:
            return self
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return other.model_copy(update=given)
