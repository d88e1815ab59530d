"""Logic models in the result document and on the page."""

from __future__ import annotations

from typing import Any, cast

from exclusim.results.report.logic_section import logic
from exclusim.results.run import RunOptions, run_case
from exclusim.scenarios.interventions_library import with_intervention
from exclusim.scenarios.library import load


def test_what_an_intervention_assumes_and_what_threatens_it_is_told_in_document_and_report() -> None:
    case = with_intervention(load("newcomers"), "ips")
    document = run_case(case, RunOptions(replicates=2, persons=200, threads=1)).document
    (model,) = document.logic_models  # the shipped scenario of the case says nothing of the kind
    assert (model.scenario, model.reach, model.delivered) == ("ips", 0.5, 1)
    assert model.conversions == [
        "job_finding: p₀ = 27.1 % → p₁ = 44.17 %, t = 18; HR = ln(1 − 0.4417)/ln(1 − 0.271) = 1.84"
    ]
    assert "coacher byts ut" in model.threats
    section = logic(document)
    assert section is not None
    (view,) = cast(list[dict[str, Any]], section.content["models"])
    assert [title for title, _ in view["lists"]] == [
        "Indikatorer",
        "Antaganden",
        "Hot",
        "Omräkning av publicerad effekt",
    ]
    assert logic(document.model_copy(update={"logic_models": []})) is None
