"""What every part of a scenario file is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from exclusim.scenarios.issues import did_you_mean, problem

__all__ = ["Frozen", "Slug", "Sources", "Text", "word_of"]


class Frozen(BaseModel):
    """An immutable part of a scenario file; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Sources = tuple[Text, ...]


def word_of(known: Sequence[str]) -> Any:
    """A field type: one of the model's own words, with a guess at what was meant."""

    def check(words: Sequence[str]) -> Callable[[str], str]:
        def known_word(value: str) -> str:
            if value not in words:
                raise problem(f"one of {', '.join(words)}{did_you_mean(value, words)}")
            return value

        return known_word

    return Annotated[str, AfterValidator(check(tuple(known))), Field(json_schema_extra={"enum": list(known)})]
