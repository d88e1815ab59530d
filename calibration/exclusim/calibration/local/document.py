"""What ``exclusim localise --json`` prints."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Births", "CostChange", "Fallback", "LocalComparison", "LocalDocument", "LocalFigure", "ParameterChange"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LocalFigure(_Frozen):
    """A key figure, as shares. ``difference`` and what follows are on the logit scale, municipality minus nation.

    ``shrunk`` is the local share after shrinking towards the nation with ``weight`` on the municipality's own figure.
    """

    kpi: str
    label: str
    years: list[int]
    nation_years: list[int]
    local: float
    nation: float
    difference: float
    se: float
    weight: float
    shrunk_difference: float
    shrunk_sd: float
    shrunk: float
    source: str
    note: str


class ParameterChange(_Frozen):
    """``shift`` is logit(local) − logit(national) for shares and log(local / national) for rates."""

    name: str
    unit: str
    national: float
    local: float
    shift: float
    kpi: str
    source: str


class CostChange(_Frozen):
    """A unit cost of the municipality's own, a tax rate or a yearly total that service use is anchored to.

    ``national`` (the case's value before) and ``local`` are in ``unit`` and the prices of ``price_year``; ``own`` is
    what the municipality states, in the prices of ``own_price_year``. Shares, 0 to 1, have no price year.
    """

    name: str
    label: str
    unit: str
    national: float
    local: float
    price_year: int | None
    own: float
    own_price_year: int | None
    source: str


class LocalComparison(_Frozen):
    """What the model says of the place, as shares.

    ``expected`` is the simulated nation moved by the shrunk difference: what ``simulated`` was solved to meet. Where
    the model misses the nation's own level, compare differences rather than levels.
    """

    kpi: str
    label: str
    observed: float | None
    shrunk: float | None
    nation: float
    simulated_nation: float
    expected: float
    simulated: float


class Births(_Frozen):
    """People in one cohort."""

    number: int
    year: int
    source: str
    known: bool


class Fallback(_Frozen):
    """Something unknown locally, for which the nation's value is used."""

    what: str
    reason: str


class LocalDocument(_Frozen):
    """A municipality's model as differences from the nation's."""

    document: Literal["localisation"] = "localisation"
    version: Literal[1] = 1
    municipality: str
    name: str
    case: str
    births: Births
    figures: list[LocalFigure]
    parameters: list[ParameterChange]
    statistics: list[LocalComparison]
    fallbacks: list[Fallback]
    persons: int
    seed: int
    file: str | None = None
    costs: list[CostChange] = Field(default_factory=list)
    contact: str = ""
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
