"""An order for a study, kept in its folder; and doing it, in a worker process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from exclusim.app.web.shelf import write_bytes
from exclusim.scenarios.loading import parse
from exclusim.scenarios.schema import Case

__all__ = ["DOCUMENT", "Order", "perform", "warm_up"]

DOCUMENT = "document.json"


@dataclass(frozen=True, slots=True)
class Order:
    """Args:
    kind: a key of :data:`~exclusim.app.web.studies.kinds.KINDS`.
    options: as the kind declares them.
    cases: texts of complete scenario files; most kinds take one.
    """

    kind: str
    options: dict[str, Any]
    cases: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The order kept in a study's folder."""
        kept = json.loads((folder / "order.json").read_bytes())
        return cls(kept["kind"], kept["options"], tuple(kept["cases"]))

    def write(self, folder: Path) -> None:
        """Keep the order in a study's folder."""
        write_bytes(folder / "order.json", json.dumps(asdict(self), ensure_ascii=False).encode())

    def parsed(self) -> list[Case]:
        """The cases.

        Raises:
            ScenarioError: with every problem found.
        """
        return [parse(text, file=f"scenario-{number}.yaml") for number, text in enumerate(self.cases, 1)]


def perform(folder: Path, progress: Callable[[str, float], None]) -> None:
    """Do the study whose order is kept in ``folder``, and keep its document there.

    Raises:
        ExclusimError: it cannot be done as ordered.
    """
    from exclusim.app.web.studies.kinds import KINDS

    order = Order.read(folder)
    document = KINDS[order.kind].perform(order, folder, progress)
    write_bytes(folder / DOCUMENT, document.model_dump_json(by_alias=True).encode())


def warm_up() -> None:
    """Import and compile what most studies need, so that the first visitor does not wait for it."""
    from exclusim.results.run import RunOptions, run_case
    from exclusim.scenarios.library import load

    run_case(load("genomsnittskommun"), RunOptions(replicates=1, persons=100, threads=1))
