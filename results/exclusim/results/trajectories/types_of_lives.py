"""Types of lives over several draws: shares with intervals, medoids, names, and a sample of lives to draw."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.results.document import Interval
from exclusim.results.language import _, both

from .activities import EXIT, GROUPS
from .distribution import shares
from .document import IndexLine, LifeEpisode, Medoid, TypeOfLife, TypologyResult
from .lives import Lives
from .names import type_names
from .sequences import episodes
from .typology import SAMPLE, SETTLING, TYPES, Typology, agreement, typology

__all__ = ["FEWEST", "LINES", "typology_and_lines"]

FEWEST = 10 * max(TYPES)
"""Fewest people who must remain to the end for types to be looked for."""

LINES = 200
"""Lives of the index plot."""


def typology_and_lines(lives: Sequence[Lives], seed: int) -> tuple[TypologyResult, list[IndexLine]]:
    """Find types among those who remain to the end, assign everybody, and pick lives to draw.

    Who dies or leaves the country before the end is a type of its own, by rule: compared with others they would only
    be alike in being gone.

    Args:
        lives: of each draw.
        seed: of the random samples that are compared and drawn.

    Raises:
        ExclusimError: fewer than :data:`FEWEST` people remain.
    """
    grid = np.concatenate([one.grid for one in lives])
    left = np.concatenate([one.left for one in lives])
    staying = int((~left).sum())
    if staying < FEWEST:
        raise ExclusimError(f"only {staying} people remain to the end", hint="choose more --persons")
    draw_of = np.repeat(np.arange(len(lives)), [len(one.grid) for one in lives])
    rng = np.random.default_rng(np.random.SeedSequence([seed, len(lives)]))
    mixed = rng.permutation(np.flatnonzero(~left))
    sample = mixed[:SAMPLE]
    found = typology(grid[sample], len(GROUPS), background=grid[mixed])
    labels = found.assign(grid)
    labels[left] = gone = len(found.profiles)
    ranks = _ranks(lives, labels, gone)
    medoids = sample[found.medoids]
    if left.any():
        medoids = np.append(medoids, _middle_leaver(lives, left))
    names = _names(found.profiles)
    types = [
        _type_of_life(lives, draw_of, labels, label, names[label], int(ranks[label]), int(medoids[label]), gone)
        for label in np.argsort(ranks).tolist()
    ]
    chosen = rng.permutation(len(grid))[:LINES]
    lines = [_line(grid[person], int(ranks[labels[person]])) for person in chosen]
    lines.sort(key=lambda line: (line.rank, _never_last(line.first_excluded), line.groups, line.times))
    result = TypologyResult(
        compared=len(found.labels),
        settled=min(len(mixed), SETTLING),
        silhouette={number: round(value, 4) for number, value in found.silhouettes.items()},
        chosen=gone,
        agreement=_agreement(found, grid[mixed[::-1]]) if len(mixed) >= 2 * SAMPLE else None,
        types=types,
    )
    return result, lines


def _names(profiles: NDArray[np.float64]) -> list[str]:
    """Names of the types found, and of those who left; each remembered in English as well."""
    count = len(profiles)
    found = [both(lambda at=at: type_names(profiles)[at]) for at in range(count)]  # type: ignore[misc]
    return [*found, both(lambda: _("Dog eller lämnade landet"))]


def _agreement(found: Typology, others: NDArray[np.uint8]) -> float | None:
    try:
        again = typology(others[:SAMPLE], len(GROUPS), background=others, numbers=(len(found.profiles),))
    except ExclusimError:  # the others do not make so many types
        return None
    return round(agreement(found, again, others), 4)


def _ranks(lives: Sequence[Lives], labels: NDArray[np.int64], gone: int) -> NDArray[np.int64]:
    """Rank of each type, 1 for the most excluded months; who left comes last, if there is anybody."""
    excluded = np.concatenate([one.excluded_months for one in lives])
    mean = np.bincount(labels, weights=excluded) / np.bincount(labels)
    mean[gone:] = -1.0
    ranks = np.empty(mean.size, np.int64)
    ranks[np.argsort(-mean, kind="stable")] = np.arange(1, mean.size + 1)
    return ranks


def _middle_leaver(lives: Sequence[Lives], left: NDArray[np.bool_]) -> int:
    """The person whose departure is the median one among those who left."""
    months = np.concatenate([one.months[:, EXIT] for one in lives])
    leavers = np.flatnonzero(left)
    return int(leavers[np.argsort(months[leavers], kind="stable")[leavers.size // 2]])


def _type_of_life(
    lives: Sequence[Lives],
    draw_of: NDArray[np.int64],
    labels: NDArray[np.int64],
    label: int,
    name: str,
    rank: int,
    medoid: int,
    gone: int,
) -> TypeOfLife:
    members = [labels[draw_of == draw] == label for draw in range(len(lives))]
    some = [(one, member) for one, member in zip(lives, members, strict=True) if member.any()]
    months = np.stack([one.months[member].mean(axis=0) for one, member in some])
    profile = shares(np.concatenate([one.grid[member] for one, member in some]))
    return TypeOfLife(
        rank=rank,
        name=name,
        by_rule=label == gone,
        share=Interval.of([member.mean() for member in members]),
        excluded_months=Interval.of([one.excluded_months[member].mean() for one, member in some]),
        long_term=Interval.of([one.long_term[member].mean() for one, member in some]),
        switches=Interval.of([one.switches.switches[member].mean() for one, member in some]),
        months={g.key: Interval.of(months[:, i]) for i, g in enumerate(GROUPS) if months[:, i].any()},
        distribution={g.key: np.round(profile[:, i], 5).tolist() for i, g in enumerate(GROUPS) if profile[:, i].any()},
        medoid=_medoid(lives, draw_of, medoid),
    )


def _medoid(lives: Sequence[Lives], draw_of: NDArray[np.int64], position: int) -> Medoid:
    draw = int(draw_of[position])
    person = position - int(np.searchsorted(draw_of, draw))
    one = lives[draw]
    found = episodes(one.spells, one.statuses, person, one.until)
    return Medoid(
        draw=draw,
        person=person,
        episodes=[LifeEpisode(group=GROUPS[e.group].key, start_month=e.month, months=e.months) for e in found],
    )


def _line(row: NDArray[np.uint8], rank: int) -> IndexLine:
    runs = [(GROUPS[group], len(list(same))) for group, same in groupby(row.tolist())]
    excluded = [index for index, group in enumerate(row.tolist()) if GROUPS[group].excluded]
    return IndexLine(
        rank=rank,
        first_excluded=excluded[0] if excluded else None,
        groups=[group.key for group, _ in runs],
        times=[times for _, times in runs],
    )


def _never_last(first: int | None) -> tuple[bool, int]:
    return first is None, first or 0
