"""Five source roots make one import package, and what is shipped is complete."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("model", "scenarios", "calibration", "results", "app")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", PARTS)
def test_no_part_hides_the_others_by_an_init_file(part: str) -> None:
    assert not (ROOT / part / "exclusim" / "__init__.py").exists()


@pytest.mark.parametrize("part", PARTS)
def test_each_root_owns_exactly_the_subpackage_of_its_own_name(part: str) -> None:
    owned = [item.name for item in (ROOT / part / "exclusim").iterdir() if item.name != "__pycache__"]
    assert owned == [part]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_says_that_it_is_typed(part: str) -> None:
    assert (ROOT / part / "exclusim" / part / "py.typed").is_file()


def test_the_wheel_is_built_from_all_five_roots() -> None:
    assert PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [f"{part}/exclusim" for part in PARTS]


def test_the_installed_version_is_the_declared_one() -> None:
    declared = PYPROJECT["project"]["version"]
    assert version("exclusim") == declared
    assert f"[{declared}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {declared}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_command_exclusim_is_the_command_line() -> None:
    (command,) = entry_points(group="console_scripts", name="exclusim")
    assert command.value == "exclusim.app.cli:main"


def test_the_lock_file_names_no_host_and_hashes_every_package() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    packages = re.findall(r"^[a-z0-9][\w.-]*==.*(?:\n .*)*", text, flags=re.MULTILINE)
    assert len(packages) > len(PYPROJECT["project"]["dependencies"])
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_every_declared_dependency_is_locked() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = {line.partition("==")[0] for line in lines}
    declared = {re.split(r"[\[<>=~!]", item)[0] for item in PYPROJECT["project"]["dependencies"]}
    assert {name.replace(".", "-") for name in declared} <= locked


def test_the_readme_names_the_two_commands_and_links_only_to_files_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "pip install uv && uv run exclusim run trelleborg" in text
    assert "pip install uv && uv run pytest" in text
    for name in ("README.md", "CONTRIBUTING.md"):
        links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / name).read_text(encoding="utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_a_paper_names_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    roots = "|".join((*PARTS, "tests", "docs", "benchmarks"))
    named = re.findall(rf"`((?:{roots})/[\w./-]+)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
