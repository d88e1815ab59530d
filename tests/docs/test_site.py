"""The documentation site is built without a warning and asks nothing of the network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.blocks import ROOT

BUILD = ROOT / "docs" / "site" / "build.py"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, str(BUILD), str(out)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return out


def test_every_page_of_the_documentation_is_on_the_site(site: Path) -> None:
    start = (site / "docs" / "site" / "index.html").read_text(encoding="utf-8")
    for page in (*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "site").glob("*.md")):
        made = (site / page.relative_to(ROOT)).with_suffix(".html")
        assert made.is_file()
        assert made.name in start
    assert 'url=docs/site/index.html"' in (site / "index.html").read_text(encoding="utf-8")


def test_nothing_on_the_site_is_fetched_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert re.findall(r'<(?:script|img|iframe|source)[^>]*\ssrc="(?:https?:)?//', html) == []
        assert re.findall(r'<link(?![^>]*rel="canonical")[^>]*\shref="(?:https?:)?//', html) == []
    for style in site.rglob("*.css"):
        assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", style.read_text(encoding="utf-8")) == []


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        for link in re.findall(r'<a[^>]*\shref="([^"#:]+)(?:#[^"]*)?"', page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.relative_to(site)} → {link}"


def test_the_search_works_from_a_file(site: Path) -> None:
    """The index is a script and not fetched, which browsers refuse for files."""
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert index.startswith("Search.setIndex(")
    assert "docs/generated/odd" in index


def test_a_notebook_becomes_a_page_with_text_and_code(site: Path) -> None:
    html = (site / "docs" / "generated" / "notebooks" / "library.html").read_text(encoding="utf-8")
    assert "<h1>Notebook: the library, from a case to a dataset" in html
    assert "highlight-python" in html
