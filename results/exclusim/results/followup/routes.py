"""Which observation says what: directly about a figure of the plan, about draws, or only to the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from exclusim.results.followup.indicators import INDICATORS, is_outcome
from exclusim.results.followup.inputs import Input, InputName, input_of
from exclusim.results.followup.observed import Observation
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.issues import Issue, ScenarioError
from exclusim.scenarios.schema import Case

__all__ = ["Routes", "routes"]

_DIRECT: dict[str, InputName] = {
    "take_up": "take_up",
    "drop_out": "drop_out",
    "mean_months": "drop_out",
    "fidelity": "fidelity",
    "dose": "dose",
}
_WORDS = {"take_up": "take_up", "drop_out": "drop_out", "fidelity": "fidelity", "dose": "dose"}


@dataclass(frozen=True)
class Routes:
    """Observations by use.

    Args:
        inputs: delivery figures with the observations that update them.
        counts: of people, at most one: offered or participants; ``costs``: amounts so far.
        outcomes: of people.
    """

    inputs: tuple[Input, ...]
    counts: tuple[Observation, ...]
    costs: tuple[Observation, ...]
    outcomes: tuple[Observation, ...]

    @property
    def updates(self) -> bool:
        """Whether anything at all updates the forecast."""
        return bool(self.inputs or self.counts or self.costs or self.outcomes)

    def use(self, row: Observation) -> Literal["input", "likelihood", "shown"]:
        """How the row is used."""
        if any(row.line == used.line for item in self.inputs for used in item.observed):
            return "input"
        return "likelihood" if row in (*self.counts, *self.costs, *self.outcomes) else "shown"


def routes(case: Case, scenario: str, rows: Sequence[Observation], first: int, months: int, file: Path) -> Routes:
    """Sort the observations of a scenario.

    Figures of how the project is run are sums since its start, so only the latest row of each updates the forecast.

    Args:
        case: with the scenario.
        scenario: the project.
        rows: every observation.
        first: first month of the scenario; ``months``: those followed.
        file: named in errors.

    Raises:
        ScenarioError: figures that the scenario's plan has nothing to hold against.
    """
    own = case.scenarios[scenario].interventions
    found: list[Issue] = []
    for row in rows:
        reason = _unusable(row, own, first, months)
        if reason is not None:
            found.append(Issue(str(file), row.line, 1, row.indicator, reason))
    if found:
        raise ScenarioError(found)
    latest = {row.indicator: row for row in sorted(rows, key=lambda row: row.month)}
    costs = [row for key, row in latest.items() if key.startswith("cost.")] or [
        latest[key] for key in ("cost",) if key in latest
    ]
    counts = _counts(latest)
    return Routes(
        inputs=_inputs(own, latest, counts),
        counts=counts,
        costs=tuple(costs),
        outcomes=tuple(row for row in rows if is_outcome(row.indicator)),
    )


def _counts(latest: dict[str, Observation]) -> tuple[Observation, ...]:
    """The count that says how many are met. Participants among those offered are a take-up, not one more count."""
    for key in ("offered", "participants"):
        if key in latest:
            return (latest[key],)
    return ()


def _inputs(
    own: Sequence[Intervention], latest: dict[str, Observation], counts: Sequence[Observation]
) -> tuple[Input, ...]:
    rows: dict[InputName, list[Observation]] = {}
    for key, name in _DIRECT.items():
        if key in latest:
            rows.setdefault(name, []).append(latest[key])
    offered, joined = latest.get("offered"), latest.get("participants")
    if offered and joined and "take_up" not in latest and offered.month == joined.month and own[0].take_up < 1:
        share = replace(joined, indicator="take_up", value=joined.value / offered.value, n=round(offered.value))
        rows.setdefault("take_up", []).append(share)
    if counts:
        rows["reach"] = []
    return tuple(item for name, given in rows.items() if (item := input_of(own[0], name, given)) is not None)


def _unusable(row: Observation, own: Sequence[Intervention], first: int, months: int) -> str | None:
    """Why a row cannot be held against the plan; None where it can."""
    key, kind = row.indicator, INDICATORS[row.indicator].kind
    if first + row.month > months:
        return f"expected a month within the {months - first} months simulated after the start (got {row.month})"
    if kind == "context" or key.startswith("municipality."):
        return None
    if not own:
        return "expected no such row: the scenario changes rules and has no intervention of its own"
    if key.startswith("participants."):
        return None
    if kind == "money":
        payer = key.partition(".")[2]
        payers = {name.partition(".")[0] for item in own for part in item.all_costs for name in part.payer}
        if not payers:
            return "expected no cost: the scenario's interventions state none"
        if payer and payer not in payers:
            return f"expected a payer of the scenario: {', '.join(sorted(payers))}"
        return None
    if len(own) > 1:
        return (
            f"expected a scenario with one intervention: it has {len(own)}, and the row does not say which it is about"
        )
    if key == "offered" and row.value < 1:
        return "expected at least one person"
    name = _DIRECT.get(key)
    if name is not None and input_of(own[0], name, ()) is None:
        return f"expected a scenario that states {_WORDS[name]}; add it to {own[0].name} or leave the row out"
    return None
