"""Run the benchmarks and keep their figures, so that a regression is seen.

    uv run python benchmarks/record.py [--note TEXT]

Each figure of this run is printed beside the last one that was kept on the same machine; more than a quarter worse is
marked. The run is appended to ``benchmarks/history.jsonl``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_HISTORY = _FOLDER / "history.jsonl"
_SCRIPTS = {
    "ref6": ("ref6.py", ("ns_per_person_month", "numpy_ratio", "mesa_ratio", "rms_z", "max_z")),
    "full_model": ("full_model.py", ("ns_per_person_month", "ns_per_person_month_with_histories", "bytes_per_person")),
    "agencies": ("agencies.py", ("ns_per_person_month", "ns_per_person_month_with_histories", "bytes_per_person")),
    "ensemble": ("ensemble.py", ("seconds_all_in", "peak_mb")),
}
_MORE_IS_BETTER = ("numpy_ratio", "mesa_ratio")
_WORSE = 1.25


def measured() -> dict[str, float]:
    """The figures of every script, each run in a process of its own."""
    found = {}
    for name, (script, figures) in _SCRIPTS.items():
        print(f"{name} …", flush=True)
        command = [sys.executable, str(_FOLDER / script), "--json"]
        result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        found |= {f"{name}.{figure}": result[figure] for figure in figures}
    return found


def last(machine: str) -> dict[str, Any] | None:
    """The latest kept run on such a machine."""
    if not _HISTORY.exists():
        return None
    runs = [json.loads(line) for line in _HISTORY.read_text(encoding="utf-8").splitlines()]
    return next((run for run in reversed(runs) if run["machine"] == machine), None)


def main() -> None:
    """Measure, compare and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--note", default="")
    chosen = parser.parse_args()
    machine = f"{platform.system()} {platform.machine()}"
    before, figures = last(machine), measured()
    for name, value in figures.items():
        old = None if before is None else before["figures"].get(name)
        text = f"{name:<48} {value:>10}"
        if old:
            ratio = old / value if name.partition(".")[2] in _MORE_IS_BETTER else value / old
            text += f"   was {old:>10}{'   WORSE' if ratio > _WORSE else ''}"
        print(text)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    row = {"date": datetime.date.today().isoformat(), "commit": commit, "machine": machine, "note": chosen.note}
    with _HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row | {"figures": figures}) + "\n")


if __name__ == "__main__":
    main()
