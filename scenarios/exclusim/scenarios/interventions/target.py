"""Whom an intervention is for: a filter over the columns of a person, written as data and never as code."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from exclusim.model.eligibility import Eligible
from exclusim.model.vocabulary import BURDENS, RECORDS, STATUSES, TRAITS
from exclusim.scenarios.interventions.base import Frozen, word_of
from exclusim.scenarios.issues import Path, problems
from exclusim.scenarios.quantities import Months, Years

__all__ = ["Target"]

_ACTIVITIES = tuple(dict.fromkeys(status.activity for status in STATUSES if not status.absorbing))
_SUPPORTS = tuple(dict.fromkeys(status.support for status in STATUSES if not status.absorbing))
_Activity = Annotated[str, word_of(_ACTIVITIES)]
_Support = Annotated[str, word_of(_SUPPORTS)]
_Record = Annotated[str, word_of(RECORDS)]
_Burden = Annotated[str, word_of(BURDENS)]
_Flag = Annotated[bool, Field(strict=True)] | None


class Target(Frozen):
    """Whom it is for; a field left out does not narrow the group, and an empty target is everybody.

    Background (``sex``, ``origin``, ``parental_education``, ``neuropsychiatric``) never changes. The other fields are
    read once, in the month the intervention begins to act (in a later cohort when it joins, if later): ``age_from``
    to ``age_to`` attained in the calendar year, ``activity`` and ``support``, ``excluded``, ``months_from`` to
    ``months_to`` completed months in the present status, school ``record``, ``burdens`` (at least one of them) and
    ``without_burdens`` (none of them). Who comes to fit later is not reached.
    """

    sex: tuple[Literal["woman", "man"], ...] = ()
    origin: tuple[Literal["native", "foreign_born", "newcomer"], ...] = ()
    parental_education: tuple[Literal["compulsory", "upper_secondary", "post_secondary"], ...] = ()
    neuropsychiatric: _Flag = None
    age_from: Years | None = None
    age_to: Years | None = None
    activity: tuple[_Activity, ...] = ()
    support: tuple[_Support, ...] = ()
    excluded: _Flag = None
    months_from: Months | None = None
    months_to: Months | None = None
    record: tuple[_Record, ...] = ()
    burdens: tuple[_Burden, ...] = ()
    without_burdens: tuple[_Burden, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Path, str]] = []
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            found.append((("age_to",), f"at least age_from ({self.age_from} år)"))
        if self.months_from is not None and self.months_to is not None and self.months_from > self.months_to:
            found.append((("months_to",), f"at least months_from ({self.months_from} mån)"))
        statuses = self.statuses
        if statuses is not None and not statuses:
            found.append(((), "an activity, support and exclusion that occur together"))
        if set(self.burdens) & set(self.without_burdens):
            found.append((("without_burdens",), "other burdens than those under burdens"))
        if found:
            raise problems(found)
        return self

    @property
    def everybody(self) -> bool:
        """Whether the target narrows nothing."""
        return self == Target()

    @property
    def traits(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Background trait and the levels that belong, for those that narrow."""
        chosen: list[tuple[str, tuple[str, ...]]] = []
        for trait in TRAITS:
            wanted = getattr(self, trait.name, None)
            if isinstance(wanted, bool):
                chosen.append((trait.name, ("yes",) if wanted else ("no",)))
            elif wanted:
                chosen.append((trait.name, wanted))
        return tuple(chosen)

    @property
    def statuses(self) -> tuple[str, ...] | None:
        """Names of the statuses that belong; None where status does not matter."""
        if not self.activity and not self.support and self.excluded is None:
            return None
        return tuple(
            status.name
            for status in STATUSES
            if not status.absorbing
            and (not self.activity or status.activity in self.activity)
            and (not self.support or status.support in self.support)
            and (self.excluded is None or status.excluded == self.excluded)
        )

    @property
    def eligible(self) -> Eligible | None:
        """The part that is read when the intervention begins; None where background says it all."""
        found = Eligible(
            age_from=self.age_from,
            age_to=self.age_to,
            statuses=self.statuses,
            months_from=self.months_from,
            months_to=self.months_to,
            records=self.record,
            burdens=self.burdens,
            without_burdens=self.without_burdens,
        )
        return None if found == Eligible() else found
