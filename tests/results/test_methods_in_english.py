"""Evaluation, practice, follow-up, degrees, structures, sensitivity, discovery, verification: no Swedish in English."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console
from tests.results import method_documents as made
from tests.results.languages import swedish_left

from exclusim.results.degrees.page import render_degrees
from exclusim.results.degrees.terminal import render_terminal as print_degrees
from exclusim.results.discovery.page import render_discovery
from exclusim.results.discovery.terminal import render_terminal as print_discovery
from exclusim.results.evaluation.page import render_evaluation
from exclusim.results.evaluation.terminal import render_terminal as print_evaluation
from exclusim.results.explore import Bench, ExploreModel
from exclusim.results.explore.figures import cost_figure, excluded_figure, status_figure
from exclusim.results.explore.texts import now_text, plan_text
from exclusim.results.explore.view import view
from exclusim.results.followup.page import render_follow
from exclusim.results.followup.terminal import render_terminal as print_follow
from exclusim.results.language import speaking
from exclusim.results.practice.page import render_practice
from exclusim.results.practice.terminal import render_terminal as print_practice
from exclusim.results.sensitivity.page import render_sensitivity
from exclusim.results.sensitivity.terminal import render_terminal as print_sensitivity
from exclusim.results.structures.page import render_structures
from exclusim.results.structures.terminal import render_terminal as print_structures
from exclusim.results.verification.page import render_verification
from exclusim.results.verification.terminal import render_terminal as print_verification
from exclusim.scenarios.library import load

type Study = tuple[Callable[[], Any], Callable[..., str], Callable[..., None]]

_NAMED = "Försäkringskassan|Arbetsförmedlingen|Jönköping|Skolverket|Socialstyrelsen|Samordningsförbund|utanförskap"
_OWN = (
    "Idén",
    "En idé",
    "Ett projekt för hälften av dem det är till för",
    "första antagningen",
    "heltidstjänster",
    "Arbetsmarknadsnämnden (påhittad)",
    "Ska stödet startas, och hur länge ska det få pågå?",
    "nuläget; praktikplatser",
    "Kommunens utvecklingsenhet (påhittad)",
    "Deltagare i arbete efter ett år",
    "Ett påbörjat projekt (påhittat exempel)",
)
"""Texts of the tests' own cases, as a user would write them."""

STUDIES: dict[str, Study] = {
    "evaluation": (made.evaluation, render_evaluation, print_evaluation),
    "practice": (made.practice, render_practice, print_practice),
    "follow-up": (made.followed, render_follow, print_follow),
    "degrees": (made.degrees_of, render_degrees, print_degrees),
    "structures": (made.structures, render_structures, print_structures),
    "sobol": (lambda: made.sensitivity("sobol"), render_sensitivity, print_sensitivity),
    "morris": (lambda: made.sensitivity("morris", groups=True), render_sensitivity, print_sensitivity),
    "shapley": (lambda: made.sensitivity("shapley", groups=True), render_sensitivity, print_sensitivity),
    "discovery": (made.discovery, render_discovery, print_discovery),
    "verification": (made.verified, render_verification, print_verification),
}


def _given(document: Any) -> tuple[str, ...]:
    """What may stay: published sources and a user's own texts."""
    texts = [item.source_text for item in getattr(document, "assumptions", [])]
    sources = {part for text in texts for part in re.split(_NAMED, text)}
    labels = {row.label for row in document.statistics.rows} if getattr(document, "statistics", None) else set()
    return tuple(sorted({*sources, *labels, *_OWN} - {""}, key=len, reverse=True))


@pytest.mark.parametrize("name", STUDIES)
def test_page_and_terminal_in_english_hold_no_swedish(name: str) -> None:
    make, page, terminal = STUDIES[name]
    document, out = make(), io.StringIO()
    with speaking("en"):
        html = page(document)
        terminal(document, Console(file=out, markup=False, highlight=False, width=2000))
    lines = "".join(f"<p>{line}</p>" for line in out.getvalue().splitlines())
    assert swedish_left(html + lines, allowed=_given(document)) == []
    assert '<html lang="en"' in html


@pytest.mark.parametrize("name", ["practice", "discovery"])
def test_a_stored_document_is_swedish_and_carries_its_sentences_in_english(name: str) -> None:
    make, page, _terminal = STUDIES[name]
    document = make()
    again = type(document).model_validate_json(document.model_dump_json())
    assert again.english == document.english
    assert again.english
    assert not swedish_left("".join(f"<p>{text}</p>" for text in again.english.values()))
    with speaking("en"):
        assert page(again) == page(document)


def test_what_is_explored_speaks_the_language_it_was_begun_in() -> None:
    with speaking("en"):
        bench = Bench(load("trelleborg"))
        model = ExploreModel(bench, persons=50, agencies=True)
        model.step()
        seen = view(model)
        parts = [status_figure(seen), excluded_figure(seen), cost_figure(seen), now_text(seen, model.settings)]
        html = "".join(map(str, [*parts, plan_text(model)]))
    assert swedish_left(html) == []
    names = "".join(f"<p>{text}</p>" for text in (*bench.scenarios.values(), *bench.faults.values()))
    assert swedish_left(names) == []
