"""The decision basis of a comparison: the same two pages, with the deal and the sharing of risk."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.results.languages import swedish_left
from tests.results.papers import everything, pages_before_the_appendix

from exclusim.model.errors import ExclusimError
from exclusim.results.compare import CompareDocument, CompareOptions, run_compare
from exclusim.results.language import speaking
from exclusim.results.paper import compare_paper_bytes, write_compare_paper
from exclusim.results.paper.compare_paper import compare_paper
from exclusim.scenarios.library import load

LONG = "Tidiga, samordnade och långvariga insatser för unga som varken arbetar eller studerar i hela länet " * 4


@pytest.fixture(scope="module")
def document() -> CompareDocument:
    options = CompareOptions(draws=4, most_draws=4, side_draws=2, persons=100, threads=1)
    return run_compare([load("genomsnittskommun")], options)


def only_first(document: CompareDocument) -> CompareDocument:
    """One idea, nothing to choose between."""
    name, scenario = next(iter(document.scenarios.items()))
    return document.model_copy(
        update={"scenarios": {name: scenario}, "best": None, "portfolio": None, "acceptability": None}
    )


def many(document: CompareDocument, count: int, label: str | None = None) -> CompareDocument:
    """The first idea under many names."""
    scenario = next(iter(document.scenarios.values()))
    named = scenario.model_copy(update={"label": label or scenario.label})
    changes: dict[str, object] = {
        "best": "idea_0",
        "portfolio": None,
        "acceptability": None,
        "information": None,
        "frontier": [],
    }
    return document.model_copy(update={"scenarios": {f"idea_{i}": named for i in range(count)}, **changes})


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_pages_are_two_pages_however_many_ideas(document: CompareDocument, language: str) -> None:
    crowded = many(document, 12, LONG).model_copy(update={"notes": [LONG] * 9, "place": LONG, "title": LONG})
    with speaking("en" if language == "en" else "sv"):
        for shown in (document, only_first(document), many(document, 12), crowded):
            assert pages_before_the_appendix(compare_paper(shown)) == 2


def test_the_two_pages_tell_of_the_deal_and_of_shared_risk(document: CompareDocument) -> None:
    shown = everything(compare_paper(document))
    for text in ("Avtal så att ingen förlorar", "Om en fond bär 70", "Sannolikheten att", "Att följa upp"):
        assert text in shown


def test_the_same_comparison_gives_the_same_bytes(document: CompareDocument, tmp_path: Path) -> None:
    write_compare_paper(document, tmp_path / "paper.pdf")
    assert (tmp_path / "paper.pdf").read_bytes() == compare_paper_bytes(document)


def test_no_swedish_is_left_in_an_english_paper(document: CompareDocument) -> None:
    with speaking("en", document.english):
        shown = everything(compare_paper(document))
    broken_names = ("förmedlingen", "Försäkrings")  # of authorities, on two lines in a figure
    assert swedish_left(shown, allowed=broken_names) == []


def test_a_folder_that_is_missing_is_a_clear_error(document: CompareDocument, tmp_path: Path) -> None:
    with pytest.raises(ExclusimError, match="does not exist"):
        write_compare_paper(document, tmp_path / "nowhere" / "paper.pdf")
