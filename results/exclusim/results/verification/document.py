"""The document of ``exclusim verify --json``. Key names are stable within a schema version."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.calibration.checking.document import CheckDocument
from exclusim.results.interval import Frozen

__all__ = ["SCHEMA_VERSION", "CheckResult", "Curve", "Group", "Limit", "VerificationDocument"]

SCHEMA_VERSION = 1

Group = Literal["closed_form", "exact_solver", "plain_program", "conservation", "money", "published", "statistics"]
Limit = Literal["at most", "at least"]


class Curve(Frozen):
    """A share by month: as it must be, and as simulated."""

    name: str
    months: list[int]
    exact: list[float]
    simulated: list[float]


class CheckResult(Frozen):
    """One check, made now."""

    id: str
    group: Group
    title: str
    against: str = Field(description="what it is tested against")
    figure: float | None = Field(description="what came out; null where the check could not be made")
    limit: Limit = Field(description="whether the tolerance is a ceiling or a floor")
    tolerance: float
    unit: str
    tolerance_from: str = Field(description="where the tolerance comes from")
    passed: bool
    seconds: float
    failure: str = Field(default="", description="why the check could not be made")
    curves: list[Curve] = Field(default_factory=list)


class VerificationDocument(Frozen):
    """Everything that was tested, and the published statistics beside the model's own."""

    schema_version: int = SCHEMA_VERSION
    code_version: str
    code_hash: str
    data_hash: str
    created: str
    seed: int
    draws: int
    persons: int
    seconds: float
    passed: bool
    checks: list[CheckResult]
    statistics: CheckDocument | None = Field(description="null where the comparison could not be made")
    notes: list[str]
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
