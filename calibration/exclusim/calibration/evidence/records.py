"""The rows of the evidence files as typed, frozen records. Field names are the column names of the files."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

__all__ = ["Confidence", "Intervention", "Record", "Statistic", "UnitCost", "ValidationCase"]

type Confidence = Literal["high", "medium", "low"]

_empty_is_none = BeforeValidator(lambda cell: None if isinstance(cell, str) and not cell.strip() else cell)
type Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
type OptionalNumber = Annotated[float | None, _empty_is_none]
type Year = Annotated[int, Field(ge=1900, le=2100)]
type OptionalYear = Annotated[Year | None, _empty_is_none]
type Age = Annotated[int, Field(ge=0, le=120)]


class Record(BaseModel):
    """A row with an ``id``; unknown columns, missing columns and non-finite numbers are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: Text


class Statistic(Record):
    """A published statistic.

    Rows with ``role`` *validation* are held out: nothing may be fitted to them. ``value`` is None where the
    source prints a range or only a direction: see ``printed`` and ``limits``; it is never a midpoint.
    """

    id: Annotated[str, StringConstraints(pattern=r"^S\d{4}$")]
    role: Literal["calibration", "validation", "context"]
    kind: Literal["level", "flow", "relative_risk", "duration"]
    indicator: Text
    population: Text
    age_from: Age
    age_to: Age
    sex: Literal["all", "women", "men"]
    background: Text
    year: Text
    value: float | None
    printed: Text
    unit: Text
    se_or_n: str
    source: Text
    publisher: Text
    published_year: Year
    locator: Text
    confidence: Confidence
    note: str

    @model_validator(mode="before")
    @classmethod
    def _keep_what_is_printed(cls, cells: dict[str, str]) -> dict[str, str | None]:
        printed = cells.get("value", "")
        no_number = cells.get("unit") == "qualitative" or re.fullmatch(r"[\d.]+-[\d.]+", printed)
        return {**cells, "printed": printed, "value": None if no_number else printed}

    @property
    def limits(self) -> tuple[float, float] | None:
        """Lower and upper end where the source prints a range."""
        low, dash, high = self.printed.partition("-")
        return (float(low), float(high)) if self.value is None and dash else None


class UnitCost(Record):
    """A published unit cost: ``amount_sek`` per ``per`` in prices of ``price_year`` (None where unstated).

    ``is_rate`` rows are percentages, not SEK. ``is_mixed_kind`` rows add real costs, transfers, taxes or
    production and may serve as an anchor, never as a cost of one kind. ``is_derived`` rows were computed, not
    printed.
    """

    id: Annotated[str, StringConstraints(pattern=r"^UC\d{3}$")]
    state_or_service: Text
    actor: Text
    kind: Literal["real", "transfer", "revenue", "production"]
    amount_sek: float
    per: Literal[
        "person-year",
        "household-year",
        "month",
        "day",
        "hour",
        "case",
        "percent of gross wage",
        "percent of taxable income",
    ]
    price_year: OptionalYear
    population: Text
    source: Text
    publisher: Text
    published_year: OptionalYear
    locator: Text
    confidence: Confidence
    note: str

    @property
    def is_rate(self) -> bool:
        return self.per.startswith("percent")

    @property
    def is_mixed_kind(self) -> bool:
        return "MIXED KIND" in self.note

    @property
    def is_derived(self) -> bool:
        return "DERIVED" in self.note


class Intervention(Record):
    """A published effect; ``value`` is None where only its direction was seen (``measure`` says which)."""

    intervention: Text
    target_group: Text
    outcome: Text
    measure: Text
    value: OptionalNumber
    ci_low: OptionalNumber
    ci_high: OptionalNumber
    follow_up_months: OptionalNumber
    fade_out: str
    country: Text
    study_type: Text
    cost_per_participant: OptionalNumber
    currency_price_year: str
    source: Text
    published_year: Year
    locator: Text
    confidence: Confidence
    note: str


class ValidationCase(Record):
    """One figure of a published worked example, in ``unit`` as the source prints it (MSEK stays MSEK)."""

    id: Annotated[str, StringConstraints(pattern=r"^VC\d{3}$")]
    case: Text
    quantity: Text
    value: float
    unit: Text
    price_year: OptionalYear
    discount_rate: str
    horizon: str
    actor: str
    source: Text
    locator: Text
    note: str
