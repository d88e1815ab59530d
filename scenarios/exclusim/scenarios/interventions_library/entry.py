"""One intervention of the library: what the evidence says about it, and its logic model."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from exclusim.scenarios.interventions import Frozen, Intervention, Text
from exclusim.scenarios.issues import problem
from exclusim.scenarios.population import Population
from exclusim.scenarios.quantities import Months

__all__ = ["LibraryEntry"]

Kind = Literal["cohort", "newcomers"]


class LibraryEntry(Frozen):
    """A real intervention, ready to be added to a case.

    ``starts`` gives its first month by kind of population, and so says which kinds it fits; ``misfit`` is the reason
    why the others do not. ``published_as`` is the finding as printed, ``evidence`` the rows it rests on. ``strength``
    and ``direction`` judge that evidence: a null and a harm are results, too. ``traps`` are what is easily got wrong.
    """

    starts: dict[Kind, Months] = Field(min_length=1)
    misfit: str = ""
    published_as: Text
    evidence: tuple[Text, ...] = Field(min_length=1)
    strength: Literal["strong", "moderate", "weak"]
    direction: Literal["positive", "null", "negative", "mixed"]
    traps: tuple[Text, ...] = Field(min_length=1)
    intervention: Intervention

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len(self.starts) < 2 and not self.misfit:
            raise problem("the reason why it does not fit every kind of population", at=("misfit",))
        return self

    @property
    def name(self) -> str:
        """Name in the library, and of the scenario it becomes."""
        return self.intervention.name

    def starting(self, population: Population) -> Intervention | None:
        """The intervention with its start in such a population; None where it does not fit."""
        start = self.starts.get(population.kind)
        return None if start is None else self.intervention.model_copy(update={"starts": start})
