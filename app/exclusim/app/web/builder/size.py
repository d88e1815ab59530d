"""How many people a target group has: asked while a form is filled in, answered by simulating a few draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Size", "target_size"]

_DRAWS = 4
_LEAST_PEOPLE = 2_000
_PROBE = "probe"


@dataclass(frozen=True, slots=True)
class Size:
    """Args:
    people: of the real group that belong to the target group when the intervention begins.
    of: people in the real group.
    """

    people: float
    of: int


def target_size(text: str, target: dict[str, Any], starts: Any) -> Size | str:
    """The size of a target group in a scenario, or what is wrong with the target.

    Args:
        text: the scenario file.
        target: as a scenario file writes it.
        starts: when the intervention begins, as a scenario file writes it.
    """
    from exclusim.app.web.builder.draft import Draft, Problems
    from exclusim.results.ensemble import IN_MEMORY, Workers
    from exclusim.results.run.plan import case_plan
    from exclusim.results.run.tasks import DrawTask, Series, compute

    draft = Draft.of(text)
    probe = {"name": _PROBE, "label": _PROBE, "lasts": "1 mån", "starts": starts or "0 mån", "target": target}
    draft.put(("scenarios",), {_PROBE: {"label": _PROBE, "interventions": [probe]}})
    for needless in ("published", "flat_annuity"):
        draft.put((needless,), None)
    case = draft.case()
    if isinstance(case, Problems):
        return next(iter(case.by_field.values()))
    persons = max(case.size, _LEAST_PEOPLE)
    task = DrawTask(case, "published", persons, "mixed", 1, case_plan(case, "published", persons))
    with Workers(count=1).open() as crew:
        (found,) = compute([Series(task, _DRAWS)], crew, IN_MEMORY)
    return Size(sum(one.reached[_PROBE] for one in found) / len(found), case.size)
