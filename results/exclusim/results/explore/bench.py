"""From a case and the position of the handles to a scenario that can be stepped, and to the run it is held against."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import RLock

import numpy as np

from exclusim.calibration.costs import cost_book
from exclusim.model.columns import Panel
from exclusim.model.compiled import Modifier
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.institutions.system import Anchor, anchor, changed_draw, simulate_system
from exclusim.model.mesa_model import ExclusionScenario
from exclusim.model.parameters import Draw
from exclusim.model.population import Reach
from exclusim.results.explore.settings import NO_FAULT, NO_FAULT_LABEL, Settings
from exclusim.results.labels import label
from exclusim.results.language import Language, _, speaking, spoken
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.waves import WaveReach
from exclusim.scenarios.schema import Case

__all__ = ["Bench"]

_FAMILIES = ("job_finding", "programme_entry", "school_completion")
_MOST_KEPT = 8  # prepared plans, anchors and references of other sizes and seeds


@dataclass(eq=False)
class Bench:
    """A case made ready for handles, under the central values of all parameters.

    Plans, what ties the agencies to the calibrated model, and the runs without changes are kept, so that moving a
    handle costs next to nothing. It may be used from several threads.
    """

    case: Case
    _kept: dict[tuple[object, ...], object] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)
    language: Language = field(default_factory=spoken)

    @property
    def scenarios(self) -> dict[str, str]:
        """Scenarios that can be chosen and their labels, the baseline first.

        Those that change agencies' rules are left out: their reforms belong to ``exclusim run``.
        """
        with speaking(self.language):
            found = {BASELINE: label(BASELINE)}
            for name, scenario in self.case.scenarios.items():
                if not any(self.case.rule_changes(name).values()):
                    text = _(scenario.label) or name
                    found[name] = f"{text} ({name})" if text in found.values() else text
        return found

    @property
    def faults(self) -> dict[str, str]:
        """System faults whose rules can be removed and their labels; none first."""
        with speaking(self.language):
            return {NO_FAULT: _(NO_FAULT_LABEL), **{fault.name: _(fault.label) for fault in FAULTS}}

    def plan(self, persons: int) -> CasePlan:
        """The case with so many simulated people, as it turns out under the central values."""

        def make() -> CasePlan:
            found = case_plan(self.case, "published", persons)
            return found.under(found.central())

        return self._keep(("plan", persons), make)

    def draw(self, settings: Settings) -> Draw:
        """Central values of all parameters, the rules of the agencies as the handles have them."""
        central = self.plan(settings.persons).central().values
        today = Draw(-1, {**case_parameters().central().values, **central})
        return changed_draw(today, [settings.fault] if settings.agencies and settings.fault else ())

    def scenario(self, settings: Settings) -> ExclusionScenario:
        """What the handles make of the case.

        Raises:
            ExclusimError: there is no such scenario or fault.
        """
        if settings.scenario not in self.scenarios:
            raise ExclusimError(
                f"there is no scenario {settings.scenario!r} to explore", hint=f"there are {', '.join(self.scenarios)}"
            )
        draw = self.draw(settings)
        return ExclusionScenario(
            rng=replicate_seed(settings.seed, 0),
            plan=_changed(self.plan(settings.persons), settings, draw),
            draw=draw,
            cost_lines=cost_book(draw, self.case.appraisal.price_year),
            histories=False,
            agencies=settings.agencies,
            anchor=self._anchor(settings) if settings.agencies else None,
        )

    def reference(self, settings: Settings) -> Panel:
        """Counts of the case as it stands, with the same people, seed and agencies, to the end of the run."""
        base, life = self.plan(settings.persons).base, replicate_seed(settings.seed, 0)
        today = self.draw(replace(settings, fault=NO_FAULT))

        def make() -> Panel:
            if not settings.agencies:
                return simulate(base, today, life).panel
            return simulate_system(base, today, life, anchor=self._anchor(settings)).run.panel

        return self._keep(("reference", settings.persons, settings.seed, settings.agencies), make)

    def _anchor(self, settings: Settings) -> Anchor:
        base, today = self.plan(settings.persons).base, self.draw(replace(settings, fault=NO_FAULT))
        life = replicate_seed(settings.seed, 0)
        return self._keep(("anchor", settings.persons, settings.seed), lambda: anchor(base, today, life))

    def _keep[T](self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._kept:
                found = make()
                if len(self._kept) >= _MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = found
            return self._kept[key]  # type: ignore[return-value]  # a key begins with what it holds


def _changed(plan: CasePlan, settings: Settings, draw: Draw) -> RunPlan:
    """The plan of the case's people with everything that the handles change."""
    base, treatment = plan.base, plan.treatments[settings.scenario]
    modifiers = [
        replace(modifier, log_ratio=modifier.log_ratio * settings.effect)
        for modifier in treatment.modifiers(draw, base.months)
    ]
    reaches = [_wider(reach, settings.reach) for reach in treatment.reaches]
    everybody = 1 + max((reach.bit for reach in reaches), default=-1)
    ratios = {family: getattr(settings, family) for family in _FAMILIES}
    for family, ratio in ratios.items():
        if ratio != 1.0:
            modifiers.append(Modifier(family, np.full(base.months, _log(ratio)), everybody))
    if any(ratio != 1.0 for ratio in ratios.values()):
        reaches.append(Reach(everybody, 1.0))
    market = base.labour_market
    if settings.labour_market != 1.0:
        market = (np.ones(base.months) if market is None else market) * settings.labour_market
    return replace(base, modifiers=tuple(modifiers), reaches=tuple(reaches), labour_market=market)


def _wider(reach: Reach, factor: float) -> Reach:
    share = min(reach.share * factor, 1.0)
    if isinstance(reach, WaveReach):  # its range of lots is stretched at both ends
        return replace(reach, share=share, above=min(reach.above * factor, 1.0))
    return replace(reach, share=share)


def _log(ratio: float) -> float:
    return math.log(max(ratio, 1e-6))  # next to never, where the logarithm of nought would spoil sums
