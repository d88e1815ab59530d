"""Swedish and English: one catalogue per room of the package, Swedish texts as keys.

>>> with speaking("en"):
...     _("Sammanfattning")
'Summary'
"""

from .speech import (
    ENGLISH,
    LANGUAGES,
    SWEDISH,
    Language,
    _,
    both,
    is_language,
    recording,
    speaking,
    spoken,
    telling,
    told,
    told_in_both,
)

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "SWEDISH",
    "Language",
    "_",
    "both",
    "is_language",
    "recording",
    "speaking",
    "spoken",
    "telling",
    "told",
    "told_in_both",
]
