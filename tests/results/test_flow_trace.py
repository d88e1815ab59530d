"""Backwards from the outcome: pathways, times, gaps and help, against lives counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.results.flow_lives import Help, Life, lives

from exclusim.results.flow.document import Pathway
from exclusim.results.flow.histories import EventHistories, Support, unions
from exclusim.results.flow.links import links
from exclusim.results.flow.outcome import outcome_events, parse_outcome
from exclusim.results.flow.pathways import pathways
from exclusim.results.flow.pool import Pool
from exclusim.results.flow.sample import Measured, Settings, measured
from exclusim.results.flow.summary import overall, prevention, waits
from exclusim.results.flow.trace import NOWHERE, Trace, trace

CARE, HOME, FOSTER, EMERGENCY = "institution", "home", "foster_home", "emergency_home"


def found(histories: EventHistories, outcome: str, steps: int = 3, window: int = 120) -> Measured:
    return measured(histories, Settings(parse_outcome(outcome, histories.vocabulary), steps, window))


def pool_of(result: Measured) -> Pool:
    sample = result.sample()
    return Pool([sample], [sample], result.names, result.support_kinds, 1.0)


def traced(histories: EventHistories, outcome: str, steps: int = 3, window: int = 120) -> Trace:
    read = parse_outcome(outcome, histories.vocabulary)
    return trace(histories, outcome_events(read, histories), read, steps, window)


@pytest.fixture
def replacements() -> EventHistories:
    """The published example: 200 re-placements in an institution, split 60, 30 and 10 per cent.

    20 % (12) and 40 % (8) of the two smaller groups had out-patient support between the placements. The source as we
    have it does not say where the groups came from, nor what support the largest had; home, foster home and emergency
    home, and none, are our reading. A hundred more leave the institution for home and are never placed again.
    """
    ways = [(HOME, 120, 0), (FOSTER, 60, 12), (EMERGENCY, 20, 8)]
    written: list[Life] = []
    helped: list[Help] = []
    for place, persons, supported in ways:
        for number in range(persons):
            if number < supported:
                helped.append((len(written), 14, 17, "region"))
            written.append([(HOME, 6), (CARE, 6), (place, 10), (CARE, 8)])
    written += [[(HOME, 6), (CARE, 6), (HOME, 18)]] * 100
    # Help before the placement, and after the re-placement, is not help between them.
    helped += [(0, 0, 6, "region"), (1, 22, 30, "kommun.socialtjanst")]
    return lives(written, helped)


def test_two_hundred_replacements_come_back_by_three_ways_with_their_support_between(
    replacements: EventHistories,
) -> None:
    pool = pool_of(found(replacements, f"re-enters:{CARE}", steps=1))
    rows = pathways(pool)
    assert [row.states for row in rows] == [[HOME], [FOSTER], [EMERGENCY]]
    assert [row.events.value for row in rows] == [120, 60, 20]
    assert [row.share.value for row in rows] == pytest.approx([0.6, 0.3, 0.1])
    assert [row.supported.value for row in rows if row.supported] == pytest.approx([0.0, 0.2, 0.4])
    assert [row.supported_events.value for row in rows if row.supported_events] == [0, 12, 8]
    assert [(given.kind, given.agency) for given in rows[1].support] == [("öppenvård", "region")]
    total = overall(pool)
    assert total["supported"].value == pytest.approx(20 / 200)
    assert (total["between"].median, total["gap_between"].median) == (10, 10)


def test_prevention_when_they_left_the_institution_meets_three_hundred_of_whom_two_hundred_come_back(
    replacements: EventHistories,
) -> None:
    result = found(replacements, f"re-enters:{CARE}")
    rows = {(p.kind, p.source, p.target): p for p in prevention(pool_of(result), result.points)}
    leaving = rows["leave", CARE, ""]
    assert (leaving.passing.value, leaving.reaching.value) == (300, 200)
    assert (leaving.reach.value, leaving.precision.value) == (1.0, pytest.approx(2 / 3))
    assert (leaving.lift, leaving.score) == (pytest.approx(1.0), pytest.approx(1.0))
    assert leaving.lead.median == 10
    fostered = rows["move", CARE, FOSTER]
    assert (fostered.passing.value, fostered.reaching.value) == (60, 60)
    assert (fostered.reach.value, fostered.lift) == (pytest.approx(0.3), pytest.approx(1.5))


def test_months_in_each_state_gaps_and_help_follow_the_calendar() -> None:
    helped = [(0, 12, 15, "region"), (0, 14, 16, "region"), (0, 3, 6, "kommun.socialtjanst")]
    histories = lives([[(HOME, 5), (CARE, 4), (FOSTER, 10), (CARE, 5)]], helped)
    way = traced(histories, f"re-enters:{CARE}")
    assert [histories.path.names[code] for code in way.states[0]] == [FOSTER, CARE, HOME]
    assert way.held.tolist() == [[10, 4, 5]]
    assert (way.lead.tolist(), way.between.tolist()) == ([19], [10])
    assert way.bare is not None
    assert way.bare.tolist() == [[6, 3, 3]]  # 12–16 of 9–19 helped; 5–6 of 5–9; 3–5 of 0–5
    assert way.bare_between is not None
    assert way.bare_between.tolist() == [6]
    assert histories.support is not None
    given = dict(zip(histories.support.kinds, (way.helped[0] if way.helped is not None else ()), strict=True))
    assert given == {("öppenvård", "kommun.socialtjanst"): False, ("öppenvård", "region"): True}


def test_between_the_last_two_events_is_since_the_last_change_unless_the_state_is_entered_again() -> None:
    histories = lives([[(HOME, 5), (CARE, 4), (FOSTER, 3), (HOME, 7), (CARE, 5)]])
    assert traced(histories, f"re-enters:{CARE}").between.tolist() == [10]
    assert traced(histories, f"enters:{CARE}").between.tolist() == [5, 7]


def test_a_state_left_before_the_window_ends_the_pathway() -> None:
    histories = lives([[(HOME, 5), (CARE, 4), (FOSTER, 10), (CARE, 5)]])
    assert (traced(histories, f"re-enters:{CARE}", window=10).states != NOWHERE).sum() == 2
    assert (traced(histories, f"re-enters:{CARE}", window=9).states != NOWHERE).sum() == 1
    assert traced(histories, f"re-enters:{CARE}", steps=1).lead.tolist() == [10]


def test_a_gap_in_what_is_known_ends_the_pathway_and_hides_the_entry_after_it() -> None:
    histories = lives([[(HOME, 5), ("", 2), (FOSTER, 3), (CARE, 4)], [(HOME, 5), ("", 2), (CARE, 4)]])
    way = traced(histories, f"enters:{CARE}")
    assert way.person.tolist() == [0]
    assert [histories.path.names[code] for code in way.states[0] if code != NOWHERE] == [FOSTER]


def test_an_outcome_that_was_there_from_the_start_has_no_pathway_and_no_time() -> None:
    pool = pool_of(found(lives([[(CARE, 9)], [(HOME, 4), (CARE, 5)]], []), f"{CARE}@m9"))
    first, second = sorted(pathways(pool), key=lambda row: len(row.states))
    assert (first.states, first.time, first.supported) == ([], None, None)
    assert second.time is not None
    assert second.supported is not None


def test_weights_count_people_and_quartiles_alike() -> None:
    written = [[(HOME, 2), (CARE, 9)], [(HOME, 6), (CARE, 9)], [(FOSTER, 3), (CARE, 9)]]
    rows = pathways(pool_of(found(lives(written, weights=[1, 5, 2]), f"enters:{CARE}")))
    assert [(row.states, row.share.value) for row in rows] == [([HOME], 0.75), ([FOSTER], 0.25)]
    assert rows[0].time is not None
    assert (rows[0].time.q1, rows[0].time.median) == (6, 6)


def rare_and_common(rng: np.random.Generator) -> list[Life]:
    names = [f"s{number}" for number in range(12)]
    written: list[Life] = []
    for _ in range(400):
        order = rng.permutation(12)[:4]
        written.append([(names[at], int(rng.integers(1, 9))) for at in order] + [("end", 5)])
    return written


def test_shares_of_pathways_and_of_every_column_of_streams_add_up_to_one() -> None:
    pool = pool_of(found(lives(rare_and_common(np.random.default_rng(1))), "enters:end", steps=4))
    rows = pathways(pool)
    assert rows[-1].pooled > 100
    assert sum(row.share.value for row in rows) == pytest.approx(1)
    assert sum(row.events.value for row in rows) == 400
    streams = links(pool, "end")
    for step in range(4):
        assert sum(link.share for link in streams if link.step == step) == pytest.approx(1)
    # What flows into a column flows out of it again.
    for step in range(3):
        for node in {link.source for link in streams if link.step == step}:
            out = sum(link.share for link in streams if link.step == step and link.source == node)
            into = sum(link.share for link in streams if link.step == step + 1 and link.target == node)
            assert into == pytest.approx(out)


def test_time_on_the_way_is_divided_between_the_states_passed() -> None:
    written: list[Life] = [[(HOME, 4), (FOSTER, 2), (HOME, 3), (CARE, 1)], [(HOME, 3), (FOSTER, 8), (HOME, 1)]]
    rows = waits(pool_of(found(lives(written, [(0, 0, 4, "region")]), f"enters:{CARE}")))
    by_state = {row.state: row for row in rows}
    assert by_state[HOME].time_share == pytest.approx(7 / 9)
    assert by_state[HOME].gap_share == pytest.approx(3 / 7)
    assert by_state[FOSTER].months.median == 2
    foster = by_state[FOSTER].all_months
    assert foster is not None
    assert (foster.median, foster.q3) == (2, 8)  # both spells in foster care are seen from start to end
    assert by_state[HOME].all_months is not None
    assert by_state[HOME].all_months.median == 3  # only the first life's last month at home is


def test_a_point_passed_after_the_outcome_meets_people_but_prevents_nothing() -> None:
    written: list[Life] = [[(HOME, 4), (CARE, 2), (HOME, 9)]] * 6 + [[(FOSTER, 4), (HOME, 4), (CARE, 2)]] * 6
    result = found(lives(written), f"enters:{CARE}")
    rows = {(p.kind, p.source, p.target): p for p in prevention(pool_of(result), result.points)}
    assert ("move", CARE, HOME) not in rows
    assert ("move", HOME, CARE) not in rows  # the outcome itself is no point before it
    # Leaving foster care is always moving home: the move is shown, the leaving would repeat it.
    assert ("leave", FOSTER, "") not in rows
    point = rows["move", FOSTER, HOME]
    assert (point.passing.value, point.reaching.value, point.lead.median) == (6, 6, 4)


def test_a_point_that_is_the_outcome_itself_for_some_meets_them_too_late() -> None:
    written: list[Life] = [[(HOME, 4), (CARE, 2)]] * 6 + [[(HOME, 4), (FOSTER, 3), (CARE, 2)]] * 6
    result = found(lives(written), f"enters:{CARE}")
    rows = {(p.kind, p.source, p.target): p for p in prevention(pool_of(result), result.points)}
    leaving = rows["leave", HOME, ""]
    assert (leaving.passing.value, leaving.reaching.value, leaving.reach.value) == (12, 6, 0.5)
    assert ("move", HOME, CARE) not in rows


def test_the_first_passage_within_the_window_gives_the_lead_time() -> None:
    life: Life = [(HOME, 4), (FOSTER, 2), (HOME, 4), (FOSTER, 2), (HOME, 4), (CARE, 2)]
    for window, lead in ((120, 12), (11, 6), (6, 6)):
        result = found(lives([life] * 5), f"enters:{CARE}", window=window)
        rows = {(p.kind, p.source, p.target): p for p in prevention(pool_of(result), result.points)}
        assert rows["move", HOME, FOSTER].lead.median == lead
    result = found(lives([life] * 5), f"enters:{CARE}", window=5)
    assert {p.key for p in (result.points[at] for at in result.passings.point)} >= {"home → foster_home"}
    rows_near = prevention(pool_of(result), result.points)
    assert ("move", HOME, FOSTER) not in {(p.kind, p.source, p.target) for p in rows_near}


def test_supported_months_agree_with_counting_them_one_by_one() -> None:
    rng = np.random.default_rng(5)
    persons, months = 20, 60
    who = rng.integers(0, persons, 120)
    start = rng.integers(0, months - 10, 120)
    end = start + rng.integers(0, 11, 120)
    plain = np.zeros((persons, months), bool)
    for person, a, b in zip(who, start, end, strict=True):
        plain[person, a:b] = True
    support = Support.of(who, start, end)
    asked = rng.integers(0, persons, 500)
    first = rng.integers(0, months, 500)
    last = first + rng.integers(0, months, 500)
    counted = [int(plain[p, a:b].sum()) for p, a, b in zip(asked, first, last, strict=True)]
    assert support.months(asked, first, last).tolist() == counted


def test_nested_and_adjoining_intervals_become_one() -> None:
    group, start, end = unions(np.array([0, 0, 0, 1]), np.array([0, 2, 9, 3]), np.array([9, 4, 11, 5]))
    assert (group.tolist(), start.tolist(), end.tolist()) == ([0, 1], [0, 3], [11, 5])


def test_support_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Support.of([0], [5], [4])
    with pytest.raises(ValueError, match="same length"):
        Support.of([0, 1], [5, 6], [6, 7], agency=["region"])


def test_a_single_draw_gives_no_interval() -> None:
    row: Pathway = pathways(pool_of(found(lives([[(HOME, 2), (CARE, 3)]]), f"enters:{CARE}")))[0]
    assert (row.share.value, row.share.p5, row.share.p95) == (1.0, None, None)
