"""What must be left out of an analysis of real people, table by table; see :mod:`exclusim.results.flow.small_cells`.

Everything here looks at different people, and at those whose pathway is pooled in the table of pathways by themselves:
the rows of that table can be subtracted from anything else that is counted among those with the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.results.flow.document import Pathway, PreventionPoint, Wait
from exclusim.results.flow.pathways import events_by_row, pooled_events
from exclusim.results.flow.pool import Pool
from exclusim.results.flow.prevention import Point
from exclusim.results.flow.small_cells import FEWEST, folded, hidden_rows, is_small, may_show
from exclusim.results.flow.trace import NOWHERE

__all__ = ["few_known", "refuse_few", "told_pathways", "told_points", "told_waits"]

type Whole = NDArray[np.int64]


def _people(person: Whole) -> int:
    return int(np.unique(person).size)


def refuse_few(pool: Pool, persons: int, outcome: str) -> None:
    """Stop where the whole answer would be about a few people.

    Args:
        persons: all people; ``outcome``: as the user wrote it.

    Raises:
        ExclusimError: so few people have the outcome, or lack it, that the number of them must not be told.
    """
    people = _people(pool.joined("person"))
    if is_small(people) or is_small(persons - people):
        what = "have" if is_small(people) else "do not have"
        raise ExclusimError(
            f"--outcome {outcome!r}: fewer than {FEWEST} people {what} this outcome; they could be recognised, so "
            "nothing is shown",
            hint="choose another outcome or time, or a larger file",
        )


def few_known(pool: Pool) -> bool:
    """Whether something earlier is known of a few people only."""
    return is_small(_people(pool.joined("person")[pool.joined("states")[:, 0] != NOWHERE]))


def told_pathways(pool: Pool, ways: Sequence[Pathway]) -> tuple[list[Pathway], bool, int]:
    """Pathways without shares of support by which a few people could be found.

    Returns:
        The pathways; whether the support of all of them together may be told; of how many it is not told.
    """
    row, person, helped = events_by_row(pool), pool.joined("person"), pool.joined("helped")
    given, known = helped.any(axis=1), pool.joined("states")[:, 0] != NOWHERE
    table = [
        [_people(person[known & (row == at) & (given == yes)]) for yes in (True, False)] for at in range(len(ways))
    ]
    together = may_show(_people(person[known & given]), _people(person[known & ~given]))
    hidden = hidden_rows(table) if together else np.ones(len(ways), bool)
    kept = []
    for at, way in enumerate(ways):
        if hidden[at]:
            none: dict[str, object] = {"supported": None, "supported_events": None, "support": []}
            kept.append(way.model_copy(update=none))
            continue
        here = row == at
        # One kind left out could be found from the others and the sum of all: with it goes the whole division.
        whole = all(
            may_show(_people(person[here & kind]), _people(person[here & given & ~kind]), _people(person[here & ~kind]))
            for kind in helped.T
        )
        kept.append(way if whole else way.model_copy(update={"support": []}))
    left_out = sum(old != new for old, new in zip(ways, kept, strict=True))
    return kept, together, left_out


def told_waits(pool: Pool, rows: Sequence[Wait]) -> tuple[list[Wait], int]:
    """States on the way, without those that a few people passed and without the shares that would tell of a few.

    Returns:
        The states, and of how many not everything is told.
    """
    states, person, held = pool.joined("states"), pool.joined("person"), pool.joined("held")
    bare = None if pool.kinds is None else pool.joined("bare")
    pooled = pooled_events(pool)
    code = {name: at for at, name in enumerate(pool.names)}
    passed = [(states == code[row.state]).any(axis=1) for row in rows]
    # Shares of all time add up to one: what is left out can be found as a sum, which is that of enough people.
    known = states != NOWHERE
    told = set(folded(states[known], np.broadcast_to(person[:, None], states.shape)[known], NOWHERE).tolist())
    found = []
    for row, here in zip(rows, passed, strict=True):
        at = code[row.state]
        if at not in told:
            continue
        update: dict[str, object] = {}
        inside, outside = _people(person[pooled & here]), _people(person[pooled & ~here])
        if not may_show(inside, outside, _people(person[~here])):
            update["share"] = None
        if is_small(int(pool.point[0].spell_people[at])):
            update["all_months"] = None
        if bare is not None:
            in_state = states == at
            helped = _people(np.broadcast_to(person[:, None], states.shape)[in_state & (held > bare)])
            alone = _people(np.broadcast_to(person[:, None], states.shape)[in_state & (bare > 0)])
            if not may_show(helped, alone):
                update["gap_share"] = None
        found.append(row.model_copy(update=update))
    return found, sum(row not in found for row in rows)


def told_points(
    pool: Pool, points: Sequence[Point], rows: Sequence[PreventionPoint], persons: int
) -> tuple[list[PreventionPoint], int]:
    """Points for prevention in whose four-fold table, passing or not and outcome or not, no cell has a few people.

    Returns:
        The points, and how many are not told.
    """
    passings, person = pool.point[0].passings, pool.joined("person")
    with_outcome = np.unique(person)
    pooled = np.unique(person[pooled_events(pool)])
    index = {(point.kind, point.source, point.target): at for at, point in enumerate(points)}
    counts: dict[tuple[str, str, str], tuple[int, int]] = {}
    for point in rows:
        key = point.kind, point.source, point.target
        here = passings.point == index[key]
        who = np.unique(passings.person[here & (passings.lead >= 0)])
        passing, reaching, people = int(here.sum()), who.size, with_outcome.size
        among = int(np.isin(who, pooled).sum())
        cells = (reaching, passing - reaching, people - reaching, persons - passing - (people - reaching))
        if may_show(*cells, among, pooled.size - among, persons - passing):
            counts[key] = passing, reaching
    for source in {key[1] for key in counts if key[0] == "leave"}:
        leaving = counts["leave", source, ""]
        moves = [value for key, value in counts.items() if key[0] == "move" and key[1] == source]
        # Who leaves for anywhere, less those who leave for each place shown: what is left must not be a few either.
        if any(is_small(leaving[part] - sum(value[part] for value in moves)) for part in (0, 1)):
            del counts["leave", source, ""]
    found = [point for point in rows if (point.kind, point.source, point.target) in counts]
    return found, len(rows) - len(found)
