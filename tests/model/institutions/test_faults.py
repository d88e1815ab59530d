"""Each fault is there today, and gone when its rule is removed; what happens to the others is a result."""

from __future__ import annotations

import numpy as np
import pytest

from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.agencies import agency_index
from exclusim.model.institutions.faults import FAULTS, Fault, FaultMeasure, measure_faults, removing
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.institutions.system import changed_draw, simulate_system
from exclusim.model.institutions.vocabulary import Answer, CaseState, Mark, Need

from .systems import EVERY_FAULT, SEED, anchored, central, system_plan

IDS = [fault.name for fault in FAULTS]
AF, SOCIAL, HEALTH_CARE = (agency_index(name) for name in ("arbetsformedlingen", "socialtjanst", "psykiatri"))


def _measured(removed: tuple[str, ...], kind: str = "cohort") -> dict[str, FaultMeasure]:
    plan = system_plan(kind)
    run = simulate_system(plan, changed_draw(central(plan), removed), SEED, anchor=anchored(kind), histories=True)
    assert run.cases is not None
    return measure_faults(run.cases)


@pytest.fixture(scope="module")
def today() -> dict[str, FaultMeasure]:
    return _measured(())


@pytest.mark.parametrize("fault", FAULTS, ids=IDS)
def test_it_is_met_in_todays_system(fault: Fault, today: dict[str, FaultMeasure]) -> None:
    found = today[fault.name]
    assert found.months.sum() > 50
    assert (found.episodes[found.months > 0] > 0).all()
    assert found.by.sum() == pytest.approx(1)


@pytest.mark.parametrize("fault", FAULTS, ids=IDS)
def test_removing_its_rule_leaves_none_of_it(fault: Fault) -> None:
    assert _measured((fault.name,))[fault.name].months.sum() == 0


@pytest.mark.parametrize("kind", ["cohort", "newcomers"])
def test_removing_every_rule_leaves_no_fault(kind: str) -> None:
    assert {name: int(found.months.sum()) for name, found in _measured(EVERY_FAULT, kind).items()} == dict.fromkeys(
        IDS, 0
    )


def test_removing_one_fault_can_make_another_larger(today: dict[str, FaultMeasure]) -> None:
    """Cases that are never closed keep their places: the revolving door becomes a queue (R065)."""
    kept = _measured(("revolving_door",))
    assert kept["waiting"].months.sum() > today["waiting"].months.sum()


def test_an_unknown_fault_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ExclusimError, match="there is no fault 'queues'; there are between_chairs"):
        removing(["queues"])


def _case_file(*rows: tuple[int, int, int, int, int, int, int, int]) -> CaseHistories:
    """One person's case: (month, state, agency, answer, by, needs, unseen, marks)."""
    columns = [np.array(column, np.uint8) for column in zip(*rows, strict=True)]
    return CaseHistories(np.array([0, len(rows)]), columns[0].astype(np.uint16), *columns[1:], months=40)


def test_months_and_episodes_are_read_off_a_case_file() -> None:
    """A hand-written file: left school, refused, waited, helped with a part after a push, closed on time."""
    both = int(Need.WORK | Need.HEALTH)
    cases = _case_file(
        (2, CaseState.ALONE, 255, Answer.LEFT_SCHOOL, 2, 1, 0, 0),
        (8, CaseState.ALONE, 255, Answer.NOT_OURS, AF, both, 0, 0),
        (11, CaseState.WAITING, SOCIAL, Answer.PUSHED, AF, both, 0, Mark.TO_MUNICIPALITY),
        (15, CaseState.HELPED, AF, Answer.ACCEPTED, AF, both, 0, Mark.COMPOSITE),
        (20, CaseState.ALONE, 255, Answer.TIME_LIMIT, AF, both, 0, 0),
        (26, CaseState.HELPED, HEALTH_CARE, Answer.ACCEPTED, HEALTH_CARE, both, int(Need.HEALTH), 0),
        (30, CaseState.NONE, 255, 0, 255, 0, 0, 0),
    )
    months = {name: int(found.months[0]) for name, found in measure_faults(cases).items() if found.months[0]}
    assert months == {
        "missing_bridge": 6,
        "between_chairs": 3,
        "waiting": 4,
        "shift_to_municipality": 4,
        "wrong_referral": 4 + 4,  # social services may not act on work or health; then a need that was not seen
        "uncoordinated": 5,
        "revolving_door": 6,
    }
    assert measure_faults(cases)["wrong_referral"].episodes[0] == 2
    assert measure_faults(cases, 9, 12)["between_chairs"].months[0] == 2


def test_who_decided_is_read_off_the_case_file() -> None:
    cases = _case_file(
        (0, CaseState.ALONE, 255, Answer.NOT_OURS, AF, 3, 0, 0),
        (6, CaseState.ALONE, 255, Answer.UNASKED, 255, 3, 0, 0),
        (8, CaseState.NONE, 255, 0, 255, 0, 0, 0),
    )
    by = measure_faults(cases)["between_chairs"].by
    assert by[AF] == pytest.approx(0.75)
    assert by[-1] == pytest.approx(0.25)  # nobody
