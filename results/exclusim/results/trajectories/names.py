"""Names of types of lives, from what most of their people do, in the language spoken."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from exclusim.results.language import _

from .activities import GROUPS

__all__ = ["type_names"]

_PARTS = 3
_DOMINANT = 0.4  # share of a type's time in a part of the window that makes one group, or one kind, its name
_TWO = 0.5  # share that makes the two largest groups together its name
_SOME = 0.15  # share of all time in exclusion that a name must not keep quiet about
_EXCLUDED = [index for index, group in enumerate(GROUPS) if group.excluded]
_JOBS = [index for index, group in enumerate(GROUPS) if group.key in ("permanent", "temporary", "subsidised")]


def type_names(profiles: NDArray[np.float64]) -> list[str]:
    """A different name for each type: what its people do early, midway and late, as in *Studier, sedan fast jobb*.

    What all types begin with (school, establishment) is left out. A part of the window is named by the group with at
    least 40 per cent of the time, else by exclusion as a whole, the two largest groups, or jobs as a whole. A type with
    15 per cent of its time in exclusion says so.

    Args:
        profiles: share of each type's lives in each group of ``GROUPS`` at each time, shape (types, times, groups).
    """
    start = _common_start(profiles)
    phrases = [_phrases(profile[start:]) for profile in profiles]
    mean = profiles[:, start:].mean(axis=1)
    names = [_sentence(words, share) for words, share in zip(phrases, mean, strict=True)]
    return _distinguished(names, phrases, mean)


def _common_start(profiles: NDArray[np.float64]) -> int:
    """Times at which every type still has the same largest group, kept below half the window."""
    largest = profiles.argmax(axis=2)
    alike = (largest == largest[0, 0]).all(axis=0)
    start = int(alike.argmin()) if not alike.all() else 0
    return start if start < profiles.shape[1] // 2 else 0


def _phrases(profile: NDArray[np.float64]) -> list[str]:
    """Words for each part of the window, equal neighbours joined."""
    parts = [part.mean(axis=0) for part in np.array_split(profile, min(_PARTS, len(profile)))]
    return [words for words, same in groupby(_phrase(part) for part in parts)]


def _phrase(share: NDArray[np.float64]) -> str:
    first, second = (int(index) for index in np.argsort(-share, kind="stable")[:2])
    if share[first] >= _DOMINANT:
        return GROUPS[first].phrase
    if share[_EXCLUDED].sum() >= _DOMINANT:
        return _outside()
    if share[first] + share[second] >= _TWO and not {first, second} <= set(_JOBS):
        return _("{one} och {other}").format(one=GROUPS[first].phrase, other=GROUPS[second].phrase)
    return _("växlande jobb") if share[_JOBS].sum() >= _DOMINANT else _("växlande sysselsättning")


def _outside() -> str:
    return _("växlande utanförskap")


def _sentence(phrases: list[str], share: NDArray[np.float64]) -> str:
    text = phrases[0]
    for later in phrases[1:]:
        text = _("{first}, sedan {later}").format(first=text, later=later)
    told = {_outside(), *(GROUPS[index].phrase for index in _EXCLUDED)}
    if share[_EXCLUDED].sum() >= _SOME and not any(words in phrase for phrase in phrases for words in told):
        text = _("{life}, med perioder i utanförskap").format(life=text)
    return text[:1].upper() + text[1:]


def _distinguished(names: list[str], phrases: list[list[str]], months: NDArray[np.float64]) -> list[str]:
    """Types of the same name get what they have most of beyond the others of that name, or a number."""
    found = list(names)
    for name, count in Counter(names).items():
        if count == 1:
            continue
        alike = [i for i, other in enumerate(names) if other == name]
        for i in alike:
            others = months[[j for j in alike if j != i]].mean(axis=0)
            more = months[i] - others
            for index in np.argsort(-more, kind="stable"):
                if GROUPS[index].phrase not in phrases[i]:
                    found[i] = _("{life}, mer {what}").format(life=name, what=GROUPS[index].phrase)
                    break
    seen: Counter[str] = Counter()
    for i, name in enumerate(found):
        seen[name] += 1
        if seen[name] > 1:
            found[i] = f"{name} ({seen[name]})"
    return found
