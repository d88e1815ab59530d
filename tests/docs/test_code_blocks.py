"""The code on the pages runs: tutorials and recipes from beginning to end, each in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs.blocks import ROOT, Block, blocks

from exclusim.app.cli import main

SITE = ROOT / "docs" / "site"
PAGES = sorted(SITE.glob("*.md"))
NOTEBOOKS = sorted((SITE / "notebooks").glob("*.py"))

CODE = ("python", "console", "bash", "sh")
BEFORE = {
    ("docs/calibration.md", 0): "from exclusim.model.declared import default_world as w; parameters = w().parameters",
}
"""What a block outside the site takes for granted, by page and number."""

NOT_RUN = {
    ("README.md", 0): "tests/test_packaging.py holds the commands, and .ci/run tries the wheel",
    ("README.md", 1): "tests/app/test_command_line_processes.py runs it",
    ("CONTRIBUTING.md", 0): "the checks themselves",
    ("CONTRIBUTING.md", 1): "asks a package registry",
    ("docs/sequences.md", 0): "a survey that is not shipped; tests/calibration/test_sequences_fit.py has its own",
}
"""Blocks outside the site that are not run here, and why."""


def elsewhere() -> dict[tuple[str, int], Block]:
    """Blocks of code on the other pages, by page and number."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return {
        (str(page.relative_to(ROOT)), number): block
        for page in pages
        for number, block in enumerate(blocks(page))
        if block.language in CODE
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_of_the_site_runs_from_beginning_to_end(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EXCLUSIM_STORE", raising=False)
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page):
        if block.order == "file":
            (tmp_path / block.detail).write_text(block.text, encoding="utf-8")
        elif block.order == "run" and block.language == "python":
            exec(compile(block.text, str(page), "exec"), names)
        elif block.order == "run":
            run_commands(block, tmp_path, capsys)


def run_commands(block: Block, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert block.commands
    for words, target in block.commands:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(words)
        streams = capsys.readouterr()
        assert end.value.code in (0, None), f"exclusim {' '.join(words)}: {streams.err}"
        assert streams.out
        if target:
            (folder / target).write_text(streams.out, encoding="utf-8")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_a_notebook_runs(notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = notebook.read_text(encoding="utf-8")
    assert text.startswith("# %% [markdown]\n# # ")
    exec(compile(text, str(notebook), "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("place", sorted(set(elsewhere()) - set(NOT_RUN)), ids=str)
def test_a_block_of_another_page_runs(
    place: tuple[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    block = elsewhere()[place]
    if block.language == "python":
        exec(compile(f"{BEFORE.get(place, '')}\n{block.text}", place[0], "exec"), {"__name__": "__main__"})
    else:
        run_commands(block, tmp_path, capsys)


def test_every_block_of_the_site_is_run_or_says_why_not() -> None:
    silent = [
        f"{page.name}: {block.text.splitlines()[0]}"
        for page in PAGES
        for block in blocks(page)
        if not block.order or (block.order != "run" and not block.detail)
    ]
    assert silent == []


def test_what_is_left_out_is_still_there() -> None:
    assert set(NOT_RUN) | set(BEFORE) <= set(elsewhere())
