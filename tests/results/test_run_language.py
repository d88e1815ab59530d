"""What a run says in its document can be read in English, and the document itself stays Swedish."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.results.languages import swedish_left

from exclusim.results.document import RunDocument
from exclusim.results.language import _, speaking
from exclusim.results.run import Preset, RunOptions, run_case
from exclusim.scenarios.library import load


def sentences(document: RunDocument) -> Iterator[str]:
    """Every text of the document that a run writes itself; a case's own labels and sources are its author's."""
    yield from (step.label for step in document.decomposition)
    yield from (step.explanation for step in document.decomposition)
    for steps in document.project_bridges.values():
        yield from (step.label for step in steps)
        yield from (step.explanation for step in steps)
    yield from (life.title for life in document.lives)
    yield from (life.story for life in document.lives)
    yield from (variant.label for variant in document.variants)
    yield from (scenario.excluded.definition for scenario in document.scenarios.values())
    yield from (document.scenarios["baseline"].label, document.scenarios["baseline"].description)
    for model in document.logic_models:
        yield from model.rollout


def run(case: str, preset: Preset) -> RunDocument:
    return run_case(load(case), RunOptions(preset=preset, persons=60, replicates=2, threads=1)).document


@pytest.mark.parametrize(
    ("case", "preset"),
    [
        ("trelleborg", "published"),
        ("trelleborg", "flat-annuity"),
        ("newcomers", "optimistic"),
        ("inforande", "published"),
    ],
)
def test_every_sentence_of_a_run_has_an_english_one(case: str, preset: Preset) -> None:
    document = run(case, preset)
    with speaking("en", document.english):
        page = "".join(f"<p>{_(text)}</p>" for text in (*sentences(document), *document.warnings))
    assert swedish_left(page, allowed=("Trelleborg", load(case).population.place)) == []


def test_the_document_is_the_same_whatever_language_is_spoken_while_it_is_made() -> None:
    with speaking("en"):
        english = run("newcomers", "published")
    assert english.model_dump(exclude={"created"}) == run("newcomers", "published").model_dump(exclude={"created"})
