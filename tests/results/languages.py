"""What tests of pages in English share: finding Swedish that was left."""

from __future__ import annotations

import re
from html import unescape

__all__ = ["swedish_left"]

# Institutions and instruments keep their Swedish names in English texts; so do published projects and their sources.
_NAMES = re.compile(
    r"Arbetsförmedlingen|Försäkringskassan|Kriminalvården|Samordningsförbund\w*|Värmdö|Skövde|Göteborg|Jönköping|"
    r"Västra Götaland\w*|Malmö|Komvux|komvux|Skolverket|Socialstyrelsen|utanförskap"
)
_SWEDISH = re.compile(
    r"[åäöÅÄÖ]|\b(och|som|inte|att|det|den|är|för|till|efter|eller|utan|vid|från|andel|kostnad|vinst|personer|månader|"
    r"insats|nuläge|dragningar|samhället|kommunen|regionen|vem|hur|varje|ingen|också)\b",
    re.IGNORECASE,
)


def swedish_left(page: str, *, allowed: tuple[str, ...] = ()) -> list[str]:
    """Texts of an English page, attributes that are read aloud included, that still look Swedish.

    Args:
        page: HTML.
        allowed: texts that may stay, such as a title that a user wrote.
    """
    visible = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", page)
    spoken = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', visible)
    found = []
    for text in (*re.split(r"<[^>]*>", visible), *spoken):
        plain = _NAMES.sub("", unescape(text))
        for given in allowed:
            plain = plain.replace(given, "")
        if _SWEDISH.search(plain):
            found.append(" ".join(unescape(text).split()))
    return found
