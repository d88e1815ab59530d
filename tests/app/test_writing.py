"""Who makes a run's pages, and who computes its draws."""

from __future__ import annotations

import pytest
from tests.results.example_document import example_document

from exclusim.app.workers import with_processes
from exclusim.app.writing import pages_of, scribe
from exclusim.results.ensemble import Workers
from exclusim.results.language import ENGLISH, SWEDISH, Language, speaking


@pytest.mark.parametrize("language", [SWEDISH, ENGLISH])
def test_another_process_makes_the_same_pages_in_the_language_spoken(language: Language) -> None:
    document = example_document()
    here = pages_of(document, language)
    with speaking(language):
        for workers in (Workers("processes", 1), Workers(), None):
            with scribe(workers) as maker:
                maker.get_ready()
                maker.get_ready()
                assert maker.begin(document)() == here
    assert f'lang="{language}"' in here.report


@pytest.mark.parametrize(
    ("draws", "persons", "threads", "scheduler", "expected"),
    [
        (200, 480, 2, "", True),
        (200, 480, 1, "", False),
        (39, 480, 2, "", False),
        (200, 20_001, 2, "", False),
        (200, 480, 2, "tcp://localhost:8786", False),
    ],
)
def test_many_draws_of_small_groups_are_computed_by_processes_unless_somebody_says_otherwise(
    draws: int, persons: int, threads: int, scheduler: str, expected: bool
) -> None:
    for asked in (None, True, False):
        chosen = with_processes(asked, draws=draws, persons=persons, threads=threads, scheduler=scheduler)
        assert chosen is (expected if asked is None else asked)
