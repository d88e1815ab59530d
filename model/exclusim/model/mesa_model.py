"""The model as Mesa sees it: clock, institutions, data collection, and single people to look at.

People are *not* Mesa agents: they are columns, and a month is one call of the compiled kernel. Mesa gives the model its
clock, scenario, institutions and data collection. Ensembles call :func:`exclusim.model.engine.simulate`, which runs the
same kernel on the same tables and gives the same bits without a Python step a month.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import mesa
import numpy as np
from mesa.experimental.scenarios import Scenario

from exclusim.model.columns import Panel
from exclusim.model.engine import Run, RunPlan, Simulation, with_room
from exclusim.model.institutions.agents import AgencyAgent, Institution, agency_agents
from exclusim.model.institutions.casework import queue, settle_month
from exclusim.model.institutions.system import Anchor, Casework, start_system
from exclusim.model.ledger import CostBook
from exclusim.model.money import Actor, CostLine
from exclusim.model.parameters import Draw
from exclusim.model.vocabulary import BURDENS, RECORDS, TRAITS, cell_levels

__all__ = ["ExclusionModel", "ExclusionScenario", "MonthStep", "PersonView"]


class ExclusionScenario(Scenario):
    """What a run is made of; pass it, and nothing else, to :class:`ExclusionModel`.

    Args:
        rng: seed of the lives.
        plan: people, months, interventions.
        draw: values of all parameters.
        cost_lines: the cost book; empty for a run without money.
        histories: whether to keep everybody's spells.
        agencies: whether agencies act; the draw then holds their rules.
        anchor: what ties the agencies to the calibrated model; None for rates as they stand and no limits.
    """

    plan: RunPlan
    draw: Draw
    cost_lines: tuple[CostLine, ...] = ()
    histories: bool = True
    agencies: bool = False
    anchor: Anchor | None = None


@dataclass
class MonthStep:
    """One step of the month's plan, with the seconds spent in it so far."""

    name: str
    what: str
    run: Callable[[], None]
    seconds: float = 0.0


@dataclass(frozen=True)
class PersonView:
    """One person read as an object, for notebooks, typical cases and debugging."""

    person: int
    age: int
    sex: str
    origin: str
    parental_education: str
    neuropsychiatric: bool
    frailty: str
    status: str
    months_in_status: int
    burdens: tuple[str, ...]
    record: str
    failed_attempts: int
    agency_switches: int


class ExclusionModel(mesa.Model):
    """A run that can be stepped month by month.

    ``institutions`` are the Mesa agents, ``datacollector`` holds one row a month, ``people`` are the columns, and
    ``month_plan`` is the order of a month, printable and timed.
    """

    def __init__(self, scenario: ExclusionScenario) -> None:
        super().__init__(scenario=scenario)
        self.plan: RunPlan = scenario.plan
        statuses = self.plan.world.statuses
        self.book = CostBook(scenario.cost_lines, statuses)
        self.simulation, self.casework = _start(scenario)
        self.agencies: list[AgencyAgent] = agency_agents(self, self.casework) if self.casework else []
        self.institutions = [Institution(self, actor.value) for actor in Actor if actor is not Actor.PRODUCTION]
        reporters: dict[type, dict[str, str]] = {
            Institution: {"actor": "actor", "caseload": "caseload", "spending": "spending"}
        }
        if self.agencies:
            reporters[AgencyAgent] = {"name": "name", "helped": "helped", "waiting": "waiting"}
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "month": "month",
                "people": _people,
                "excluded": _excluded,
                "working": _working,
                "studying": _studying,
            },
            agenttype_reporters=reporters,
        )
        casework = (
            MonthStep(
                "cases", "cases are read on the frozen state; those who turn to an agency get answers", self._queue
            ),
            MonthStep("admission", "each agency takes in its candidates while there is room and money", self._admit),
            MonthStep("situations", "what is done and left undone sets everybody's situation", self._settle_cases),
        )
        self.month_plan = (
            MonthStep("calendar", "the month begins; ages follow the calendar year", self._begin_month),
            *(casework if self.agencies else ()),
            MonthStep(
                "people",
                "occasions and competing risks are proposed on the frozen state, resolved once a person, applied",
                self._move_people,
            ),
            MonthStep("ledger", "institutions count their cases and settle the month's bills", self._settle),
            MonthStep("record", "the data collector takes one row", self._record),
        )

    @property
    def month(self) -> int:
        """Months completed."""
        return self.simulation.month

    @property
    def people(self) -> Any:
        """The columns (:class:`~exclusim.model.columns.Columns`)."""
        return self.simulation.people

    def step(self) -> None:
        """One month, in the order of ``month_plan``."""
        for step in self.month_plan:
            begun = time.perf_counter()
            step.run()
            step.seconds += time.perf_counter() - begun

    def run(self, months: int | None = None) -> Run:
        """Step to the end, or for ``months`` more, and return the result so far."""
        last = self.plan.months if months is None else min(self.month + months, self.plan.months)
        while self.month < last:
            self.step()
        return self.simulation.result()

    def person(self, position: int) -> PersonView:
        """One person as of now. ``position`` counts from 0 in the columns."""
        people, month = self.people, max(self.month - 1, 0)
        levels = dict(zip((trait.name for trait in TRAITS), cell_levels()[people.cell[position]], strict=True))
        mask = int(people.burdens[position])
        return PersonView(
            person=int(people.person[position]),
            age=int(people.age0[position]) + month // 12,
            sex=levels["sex"],
            origin=levels["origin"],
            parental_education=levels["parental_education"],
            neuropsychiatric=levels["neuropsychiatric"] == "yes",
            frailty=levels["frailty"],
            status=self.plan.world.statuses[people.status[position]].name,
            months_in_status=max(month - int(people.since[position]), 0),
            burdens=tuple(burden for b, burden in enumerate(BURDENS) if mask >> b & 1),
            record=RECORDS[people.record[position]],
            failed_attempts=int(people.attempts[position]),
            agency_switches=int(people.switches[position]),
        )

    def describe_month(self) -> str:
        """The month's plan as text, with the time spent in each step."""
        return "\n".join(
            f"{number}. {step.name}: {step.what} ({step.seconds:.3f} s)"
            for number, step in enumerate(self.month_plan, start=1)
        )

    def _begin_month(self) -> None:
        if self.month >= self.plan.months:
            self.running = False
            raise IndexError(f"the run has {self.plan.months} months and is over")

    def _queue(self) -> None:
        work = self._work
        queue(self.month, self.people, work.rules, work.offices, work.cases, work.keys, work.desk)

    def _admit(self) -> None:
        for agency in self.agencies:
            agency.admit()

    def _settle_cases(self) -> None:
        work = self._work
        work.log = with_room(work.log, self.plan.persons)
        settle_month(
            self.month, self.people, work.rules, work.offices, work.cases, work.keys, work.desk, work.log
        )  # fmt: skip

    @property
    def _work(self) -> Casework:
        assert self.casework is not None  # these steps are in the plan only with agencies
        return self.casework

    def _move_people(self) -> None:
        self.simulation.run(self.month + 1)

    def _settle(self) -> None:
        panel, month = self.simulation.panel, self.month - 1
        now = slice(month, month + 1)
        this_month = Panel(panel.status[now], panel.burden[now], panel.moves[now])
        bill = self.book.amounts(this_month)[0] if self.book.lines else np.zeros(0)
        for institution in self.institutions:
            institution.settle(bill, panel.status[month])

    def _record(self) -> None:
        self.datacollector.collect(self)


def _start(scenario: ExclusionScenario) -> tuple[Simulation, Casework | None]:
    seed = int(scenario.rng or 0)
    if not scenario.agencies:
        return Simulation.start(scenario.plan, scenario.draw, seed, histories=scenario.histories), None
    return start_system(scenario.plan, scenario.draw, seed, anchor=scenario.anchor, histories=scenario.histories)


def _count(model: ExclusionModel, attribute: str) -> int:
    members = [getattr(status, attribute) for status in model.plan.world.statuses]
    return int(model.simulation.counts[: len(members)][np.array(members)].sum())


def _people(model: ExclusionModel) -> int:
    return int(model.simulation.counts[: len(model.plan.world.statuses)].sum())


def _excluded(model: ExclusionModel) -> int:
    return _count(model, "excluded")


def _working(model: ExclusionModel) -> int:
    return _count(model, "works")


def _studying(model: ExclusionModel) -> int:
    return _count(model, "studies")
