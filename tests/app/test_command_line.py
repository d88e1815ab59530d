"""What the command line shows: help, lists and schemas."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML
from tests.app.conftest import CommandLine

from exclusim.calibration.costs import cost_parameters
from exclusim.model.declared import default_world
from exclusim.model.institutions.declared import case_parameters
from exclusim.scenarios.library import cases

HEAVY = ("numpy", "pandas", "scipy", "numba", "mesa", "pydantic", "sqlalchemy", "matplotlib", "rich.table")


def test_help_answers_at_once_and_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from exclusim.app.cli import main\n"
        "try:\n    main(['--help'])\n"
        f"finally:\n    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    elapsed = time.perf_counter() - start
    assert (done.returncode, done.stderr.strip()) == (0, "[]")
    assert "Run a case and show what it costs whom." in done.stdout
    assert elapsed < 2.0  # the aim is 0.5 s; this allows for a busy machine, the imports above for nothing


def test_a_first_run_simulates_before_tables_and_databases_are_loaded_and_never_loads_migrations(
    tmp_path: Path,
) -> None:
    program = (
        "import sys\n"
        "from exclusim.app import running\n"
        "from exclusim.results.run import RunOptions\n"
        "from exclusim.scenarios.library import load\n"
        "run_case = running.run_case\n"
        "def loaded(*names):\n    print([name for name in names if name in sys.modules], file=sys.stderr)\n"
        "def watched(case, options, progress, **others):\n"
        "    def told(stage, share):\n"
        "        progress(stage, share)\n"
        "        if stage == 'simulating' and share < 0.03:\n            loaded('pandas', 'sqlalchemy', 'jinja2')\n"
        "    return run_case(case, options, progress=told, **others)\n"
        "running.run_case = watched\n"
        "running.run(load('trelleborg'), RunOptions(persons=10, replicates=1), running.Place(), as_json=True)\n"
        "loaded('alembic')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert done.returncode == 0, done.stderr
    lists = [line for line in done.stderr.splitlines() if line.startswith("[")]
    assert lists == ["[]", "[]"]


def test_version_is_the_package_s(exclusim: CommandLine) -> None:
    assert exclusim("--version").out == "exclusim 0.1.0\n"


def test_without_a_command_it_explains_itself(exclusim: CommandLine) -> None:
    answer = exclusim()
    assert answer.code == 2
    assert "Usage: exclusim" in answer.err


def test_every_shipped_case_is_listed_with_its_scenarios(exclusim: CommandLine) -> None:
    answer = exclusim("cases")
    assert (answer.code, answer.err) == (0, "")
    rows: list[str] = []  # a case with many scenarios takes several lines
    for line in answer.out.splitlines()[1:]:
        if line.startswith(" "):
            rows[-1] += line
        else:
            rows.append(line)
    for case, row in zip(cases(), rows, strict=True):
        assert row.startswith(case.name)
        assert case.title in row
        assert all(scenario in row for scenario in ("baseline", *case.scenarios))


def test_an_example_can_be_copied_changed_and_validated(exclusim: CommandLine, tmp_path: Path) -> None:
    text = exclusim("example", "trelleborg").out
    assert YAML(typ="safe").load(text)["case"] == "trelleborg"
    (tmp_path / "mine.yaml").write_text(text.replace("births: 480", "births: 500"), encoding="utf-8")
    answer = exclusim("validate", "mine.yaml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "mine.yaml: valid; case trelleborg with baseline, prevention\n"


def test_the_csv_of_parameters_holds_each_number_with_its_source(exclusim: CommandLine) -> None:
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(exclusim("parameters", "--csv").out))}
    expected = default_world().parameters | cost_parameters() | case_parameters()
    assert list(rows) == list(expected)
    for name, item in expected.items():
        row = rows[name]
        assert float(row["value"]) == item.value
        assert (row["unit"], row["source"], row["note"]) == (item.unit, item.source, item.note)
        assert row["assumption"] == ("yes" if item.source == "assumption" else "no")
        assert row["prior"]


def test_the_table_of_parameters_names_each_one_and_counts_the_assumptions(exclusim: CommandLine) -> None:
    expected = default_world().parameters | cost_parameters() | case_parameters()
    lines = exclusim("parameters").out.splitlines()
    words = {line.split()[0] for line in lines if line.strip()}
    assert set(expected) <= words
    assumed = sum(item.is_assumption for item in expected.values())
    assert lines[-1].startswith(f"{len(expected)} parameters, of which {assumed} are assumptions")


@pytest.mark.parametrize("of", ["scenario", "result"])
def test_schemas_are_valid_json_schemas(exclusim: CommandLine, of: str) -> None:
    schema = json.loads(exclusim("schema", of).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "scenarios" in json.dumps(schema)
