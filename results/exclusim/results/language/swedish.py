"""Telling Swedish from English where a field may hold either; for upkeep and tests, never for pages."""

from __future__ import annotations

import re

__all__ = ["is_swedish"]

_NAMES = re.compile(r"Värmdö|Skövde|Jönköping|Göteborg|Malmö|Västra Götaland|Arbetsförmedlingen|Försäkringskassan")
_WORDS = re.compile(
    r"[åäöÅÄÖ]|\b(och|som|inte|att|det|den|eller|utan|vid|av|med|en|ett|kostnad|antagande|belopp|klient|effekt)\b",
    re.IGNORECASE,
)


def is_swedish(text: str) -> bool:
    """Whether a text looks Swedish, names aside.

    >>> is_swedish("högsta belopp, kalenderdag"), is_swedish("34 % in Värmdö's account")
    (True, False)
    """
    return bool(_WORDS.search(_NAMES.sub("", text)))
