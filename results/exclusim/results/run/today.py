"""Today's system for a case whose own scenarios change no rule: the same draws, with agencies that act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exclusim.model.compiled import Tables
from exclusim.model.engine import RunPlan
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.system import Anchor, SystemRun, anchor, changed_draw, simulate_system
from exclusim.model.parameters import Draw

__all__ = ["Today", "today_of", "with_rules"]


def with_rules(draw: Draw, seed: int) -> Draw:
    """A draw with the agencies' rules added, each at its own number of the same draw and seed.

    No statistic informs them, so they come from their priors and independently of the rest.
    """
    rules = case_parameters()
    own = rules.central() if draw.index < 0 else rules.draw(draw.index, seed)
    return Draw(draw.index, {**own.values, **draw.values})


@dataclass(frozen=True)
class Today:
    """Agencies tied to the calibrated model for one draw; any change of their rules can be run against them."""

    plan: RunPlan
    draw: Draw
    life: int
    tables: Tables
    tied: Anchor

    def run(self, removed: Sequence[str] = (), *, histories: bool = False) -> SystemRun:
        """Lives with the rules behind some faults removed; none for today's system."""
        rules = changed_draw(self.draw, removed)
        return simulate_system(self.plan, rules, self.life, anchor=self.tied, tables=self.tables, histories=histories)


def today_of(plan: RunPlan, draw: Draw, seed: int, life: int, *, persons: int | None = None) -> Today:
    """Tie agencies to the calibrated model.

    Args:
        plan: without interventions; a single group.
        draw: of the case's parameters.
        seed: of the draws.
        life: seed of the lives.
        persons: simulated people; None for as many as the plan has. Queues of very few people are mostly rounding.
    """
    if persons is not None:
        (group,) = plan.groups
        plan = replace(plan, groups=(replace(group, size=persons),))
    full = with_rules(draw, seed)
    tables = plan.compile(full)
    return Today(plan, full, life, tables, anchor(plan, full, life, tables=tables))
