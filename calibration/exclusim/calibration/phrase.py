"""A sentence whose values are still apart, so that whoever shows it can say it in another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import Any

__all__ = ["Phrase"]


@dataclass(frozen=True, init=False, repr=False)
class Phrase:
    """A Swedish template and its values; ``str()`` gives the Swedish sentence.

    A float is written with a decimal comma and a space before the per cent sign, by its place's own format; a phrase
    among the values is said in the same language, and a sequence of phrases becomes a list with commas.

    >>> str(Phrase("{share:.1%} av {people}", share=0.125, people=Phrase("de yngsta")))
    '12,5 % av de yngsta'
    """

    template: str
    values: Mapping[str, object]

    def __init__(self, template: str, /, **values: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", MappingProxyType(values))

    def said(self, translate: Callable[[str], str], mark: str) -> str:
        """The sentence in another language.

        Args:
            translate: the template in that language, with the same places for values; also asked for phrases within.
            mark: decimal mark.

        >>> Phrase("{n:.1f} år", n=2.5).said({"{n:.1f} år": "{n:.1f} years"}.__getitem__, ".")
        '2.5 years'
        """
        template = translate(self.template)
        return _Speaker(translate, mark).vformat(template, (), self.values) if self.values else template

    def __str__(self) -> str:
        return self.said(str, ",")


class _Speaker(Formatter):
    def __init__(self, translate: Callable[[str], str], mark: str) -> None:
        self.translate, self.mark = translate, mark

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Phrase):
            return value.said(self.translate, self.mark)
        if isinstance(value, float):
            return format(value, format_spec).replace(".", self.mark).replace("%", " %")
        if isinstance(value, Sequence) and not isinstance(value, str):
            return ", ".join(self.format_field(item, format_spec) for item in value)
        return format(value, format_spec)
