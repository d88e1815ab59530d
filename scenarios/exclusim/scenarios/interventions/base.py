"""What every part of a scenario file is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from exclusim.scenarios.issues import did_you_mean, problem

__all__ = ["Frozen", "Slug", "Sources", "Text", "word_of"]


class Frozen(BaseModel):
    """An immutable part of a scenario file; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Sources = tuple[Text, ...]


def word_of(known: Sequence[str]) -> AfterValidator:
    """A rule for text: one of the model's own words; the error guesses at what was meant."""

    def check(value: str) -> str:
        if value not in known:
            raise problem(f"one of {', '.join(known)}{did_you_mean(value, known)}")
        return value

    return AfterValidator(check)
