"""The page of an evaluation: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.evaluation.document import EvaluationDocument
from exclusim.results.evaluation.figures import forest, power_curve
from exclusim.results.evaluation.page_tables import assumptions, components, designs, sizes, window
from exclusim.results.evaluation.words import DESIGN_TEXTS, effect, headline, verdict
from exclusim.results.files import write_text
from exclusim.results.labels import NBSP, number, percent, tkr
from exclusim.results.report.parts import KeyFigure
from exclusim.results.report.shell import render

__all__ = ["render_evaluation", "write_evaluation"]


_SHORT = {"newly-excluded": "nyligen i utanförskap", "excluded": "i utanförskap", "target": "hela målgruppen"}


def render_evaluation(document: EvaluationDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.evaluation",
        "evaluate.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=document.notes,
        forest=forest(document),
        designs=designs(document),
        texts=[(d.label, DESIGN_TEXTS[d.name], verdict(d, document)) for d in document.designs],
        curve=power_curve(document),
        sizes=sizes(document),
        window=window(document),
        components=components(document),
        assumptions=assumptions(document),
    )


def write_evaluation(document: EvaluationDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_evaluation(document))


def _facts(document: EvaluationDocument) -> list[tuple[str, str]]:
    return [
        ("Plats", document.place),
        ("Insats", document.label),
        ("Mäter", document.outcome_label),
        ("Deltar", _SHORT[document.enrolment]),
        ("Deltagare", f"{number(document.participants)}, och lika många att jämföra med"),
        ("Uppföljning", f"{number(document.follow_up)}{NBSP}månader efter inskrivning"),
        ("Avhopp", f"{percent(document.drop_out)}, {percent(document.lost)} svarar inte"),
    ]


def _keys(document: EvaluationDocument) -> list[KeyFigure]:
    seen = document.window
    low, high = (effect(value, document, unit=False) for value in (seen.follow_up.p5, seen.follow_up.p95))
    measure = "procentenheter" if document.unit == "share" else "månader"
    keys = [
        KeyFigure(
            "Sann effekt vid uppföljningen",
            effect(seen.follow_up.mean, document, unit=False),
            f"{measure}, 90{NBSP}%-intervall {low} till {high}",
            f"På dem som deltar: {document.outcome_label}.",
        )
    ]
    shown = next((design for design in document.designs if design.name == "before-after"), document.designs[0])
    keys.append(
        KeyFigure(
            f"{shown.label} visar",
            effect(shown.estimate, document, unit=False),
            f"{measure}, skevhet {effect(shown.bias, document, unit=False)}",
            verdict(shown, document),
        )
    )
    trial = next((design for design in document.designs if design.name == "rct"), None)
    if trial is not None and trial.power is not None:
        need = trial.participants_needed
        found = "räcker inte de största försöken" if need is None else f"behövs {number(need)} deltagare"
        keys.append(
            KeyFigure(
                "Lottning hittar effekten i",
                percent(trial.power),
                "av försöken",
                f"För {percent(document.sample_size.wanted_power)} {found}.",
            )
        )
    keys.append(
        KeyFigure(
            "Hinner synas till uppföljningen",
            tkr(seen.gain_at_follow_up.mean),
            f"av {tkr(seen.gain_horizon.mean)} på {number(seen.horizon_years)}{NBSP}år",
            "Samhällets vinst per deltagare före insatsens kostnad, nuvärde.",
        )
    )
    return keys
