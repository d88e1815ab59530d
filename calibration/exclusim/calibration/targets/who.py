"""Who a statistic is about: the sex and background columns as covariate cells and school records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exclusim.model.vocabulary import RECORDS, TRAITS, cell_levels

__all__ = ["GROUPS", "Who", "background", "group_traits", "trait_mask"]

FRAILTIES = len(TRAITS[-1].levels)
"""Frailty is latent: no statistic is about it, so cells that differ only in it are counted together."""

GROUPS = len(cell_levels()) // FRAILTIES


@dataclass(frozen=True, slots=True)
class Who:
    """Fixed traits and school records of a population.

    Args:
        traits: (trait, level) pairs that must hold.
        records: school records that belong; empty for all.
        dimension: what the background distinguishes (``origin``, ``parents``, ``education`` …), empty for everybody.
    """

    traits: tuple[tuple[str, str], ...] = ()
    records: tuple[str, ...] = ()
    dimension: str = ""

    def groups(self) -> NDArray[np.bool_]:
        """Which groups of cells belong, shape (GROUPS,)."""
        return trait_mask(self.traits)

    def record_mask(self) -> NDArray[np.bool_]:
        """Which school records belong, shape (records,)."""
        return np.array([not self.records or record in self.records for record in RECORDS])


@lru_cache(maxsize=1)
def group_traits() -> tuple[tuple[str, ...], ...]:
    """Levels of sex, origin, parental education and condition of every group, in group order."""
    return tuple(cell[:-1] for cell in cell_levels()[::FRAILTIES])


@lru_cache(maxsize=256)
def trait_mask(traits: tuple[tuple[str, str], ...]) -> NDArray[np.bool_]:
    """Groups in which all (trait, level) pairs hold, shape (GROUPS,)."""
    names = [trait.name for trait in TRAITS]
    mask = np.array([all(levels[names.index(trait)] == level for trait, level in traits) for levels in group_traits()])
    mask.flags.writeable = False
    return mask


_SEX = {"all": (), "women": (("sex", "woman"),), "men": (("sex", "man"),)}

_ORIGIN = {
    "native": ("native born", "native-born", "born in sweden", "swedish-born", "swedish born", "native"),
    "foreign_born": ("foreign born", "foreign-born", "born abroad", "born outside sweden"),
}
_PARENTS = {
    "compulsory": (
        "parents compulsory only", "parents compulsory", "parents low education", "parents basic education",
        "parents lower secondary", "parents without upper secondary",
    ),
    "upper_secondary": (
        "parents upper secondary", "parents medium education", "parents intermediate education",
        "parents secondary education",
    ),
    "post_secondary": (
        "parents post-secondary", "parents post secondary", "parents high education", "parents advanced education",
        "parents tertiary", "parents higher education",
    ),
}  # fmt: skip
_EDUCATION = {
    ("none", "eligible"): (
        "basic education", "compulsory only", "compulsory", "below upper secondary", "no diploma", "primary education",
        "lower secondary", "low education", "without upper secondary",
    ),
    ("diploma",): (
        "intermediate education", "upper secondary", "upper secondary education", "secondary education",
        "medium education",
    ),
    ("post_secondary",): (
        "advanced education", "post-secondary", "post secondary", "tertiary", "tertiary education", "higher education",
        "high education",
    ),
    ("diploma", "post_secondary"): ("diploma", "at least upper secondary", "completed upper secondary"),
}  # fmt: skip
_CONDITION = {"yes": ("adhd", "adhd or autism", "neuropsychiatric", "neurodevelopmental disorder", "ndd")}

_KNOWN: dict[str, Who] = {
    "all": Who(),
    **{name: Who((("origin", level),), dimension="origin") for level, names in _ORIGIN.items() for name in names},
    **{
        name: Who((("parental_education", level),), dimension="parents")
        for level, names in _PARENTS.items()
        for name in names
    },
    **{name: Who((), records, "education") for records, names in _EDUCATION.items() for name in names},
    **{
        name: Who((("neuropsychiatric", level),), dimension="condition")
        for level, names in _CONDITION.items()
        for name in names
    },
}


def background(text: str, sex: str) -> Who | None:
    """The population that a ``background`` and ``sex`` column describe; None where the model cannot tell it apart.

    >>> background("foreign born", "women").traits
    (('origin', 'foreign_born'), ('sex', 'woman'))
    >>> background("foreign born, parents compulsory only", "all").dimension
    'origin-parents'
    >>> background("parents unskilled workers", "all") is None
    True
    """
    text = " ".join(text.lower().split()) or "all"
    parts = [text] if text in _KNOWN else re.split(r" *[,;] *| and ", text)
    known = [_KNOWN.get(part) for part in parts]
    traits: tuple[tuple[str, str], ...] = ()
    records: tuple[str, ...] = ()
    for part in known:
        if part is None or (records and part.records):
            return None
        traits, records = traits + part.traits, records or part.records
    return Who(traits + _SEX[sex], records, "-".join(part.dimension for part in known if part and part.dimension))
