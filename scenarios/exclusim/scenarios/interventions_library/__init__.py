"""Real interventions from the evidence, nulls and harms included, ready to be added to any case they fit.

>>> [entry.name for entry in interventions()][:3]
['adhd_medication', 'check_connect', 'early_establishment']
>>> from exclusim.scenarios.library import load
>>> list(with_intervention(load("newcomers"), "early_establishment").scenarios)
['snabbspar', 'early_establishment']
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from exclusim.model.errors import ExclusimError
from exclusim.scenarios import consistency
from exclusim.scenarios.interventions_library.entry import LibraryEntry
from exclusim.scenarios.issues import did_you_mean, dotted
from exclusim.scenarios.schema import Case, Scenario
from exclusim.scenarios.source import read_file

__all__ = ["LibraryEntry", "intervention", "interventions", "misfit", "with_intervention"]


@cache
def interventions() -> tuple[LibraryEntry, ...]:
    """Every intervention of the library, in order of name."""
    found = []
    for item in (files("exclusim.scenarios.interventions_library") / "data").iterdir():
        if item.name.endswith(".yaml"):
            with as_file(item) as path:
                found.append(LibraryEntry.model_validate(read_file(path, label=item.name).values))
    return tuple(sorted(found, key=lambda entry: entry.name))


def intervention(name: str) -> LibraryEntry:
    """One intervention of the library.

    Raises:
        ExclusimError: there is none of this name.
    """
    known = {entry.name: entry for entry in interventions()}
    if name not in known:
        raise ExclusimError(
            f"there is no intervention {name[:60]!r} in the library{did_you_mean(name, known)}",
            hint=f"the interventions are {', '.join(known)}",
        )
    return known[name]


def misfit(case: Case, name: str) -> str | None:
    """Why an intervention of the library cannot be added to a case; None where it can.

    Raises:
        ExclusimError: there is none of this name.
    """
    entry = intervention(name)
    started = entry.starting(case.population)
    if started is None:
        return entry.misfit
    if name in case.scenarios:
        return f"the case already has a scenario {name!r}"
    if started.starts + started.lasts > case.months:
        needed = started.starts + started.lasts
        return f"it ends {needed} months after the beginning, and the case follows people for {case.months}"
    return None


def with_intervention(case: Case, name: str) -> Case:
    """The case with one more scenario, named after an intervention of the library, beside those it has.

    Raises:
        ExclusimError: there is no such intervention, or it does not fit the case; the text says why.
    """
    entry = intervention(name)
    started = entry.starting(case.population)
    reason = misfit(case, name)
    if reason is not None or started is None:
        raise ExclusimError(
            f"the intervention {name!r} does not fit the case {case.case}: {reason}",
            hint="`exclusim interventions --case CASE` lists those that fit",
        )
    scenario = Scenario(label=started.label, description=entry.published_as, interventions=(started,))
    wider = case.model_copy(update={"scenarios": {**case.scenarios, name: scenario}})
    wrong = [f"{dotted(path)}: expected {what}" for path, what in consistency.check(wider)]
    if wrong:
        raise ExclusimError(f"the intervention {name!r} does not fit the case {case.case}: {'; '.join(wrong)}")
    return wider
