"""The page of an evaluation: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.evaluation.document import EvaluationDocument
from exclusim.results.evaluation.figures import forest, power_curve
from exclusim.results.evaluation.page_tables import assumptions, components, designs, sizes, window
from exclusim.results.evaluation.words import design_texts, effect, headline, verdict
from exclusim.results.files import write_text
from exclusim.results.labels import number, percent, tkr
from exclusim.results.language import _, telling
from exclusim.results.report.parts import KeyFigure
from exclusim.results.report.shell import render

__all__ = ["render_evaluation", "write_evaluation"]


def _short() -> dict[str, str]:
    return {
        "newly-excluded": _("nyligen i utanförskap"),
        "excluded": _("i utanförskap"),
        "target": _("hela målgruppen"),
    }


@telling
def render_evaluation(document: EvaluationDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.evaluation",
        "evaluate.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
        forest=forest(document),
        designs=designs(document),
        texts=[(_(d.label), design_texts()[d.name], verdict(d, document)) for d in document.designs],
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
        (_("Plats"), _(document.place)),
        (_("Insats"), _(document.label)),
        (_("Mäter"), _(document.outcome_label)),
        (_("Deltar"), _short()[document.enrolment]),
        (
            _("Deltagare"),
            _("{participants}, och lika många att jämföra med").format(participants=number(document.participants)),
        ),
        (
            _("Uppföljning"),
            _("{follow_up}\N{NO-BREAK SPACE}månader efter inskrivning").format(follow_up=number(document.follow_up)),
        ),
        (
            _("Avhopp"),
            _("{drop_out}, {lost} svarar inte").format(
                drop_out=percent(document.drop_out), lost=percent(document.lost)
            ),
        ),
    ]


def _keys(document: EvaluationDocument) -> list[KeyFigure]:
    seen = document.window
    low, high = (effect(value, document, unit=False) for value in (seen.follow_up.p5, seen.follow_up.p95))
    measure = _("procentenheter") if document.unit == "share" else _("månader")
    keys = [
        KeyFigure(
            _("Sann effekt vid uppföljningen"),
            effect(seen.follow_up.mean, document, unit=False),
            _("{measure}, 90\N{NO-BREAK SPACE}%-intervall {low} till {high}").format(
                measure=measure, low=low, high=high
            ),
            _("På dem som deltar: {outcome_label}.").format(outcome_label=_(document.outcome_label)),
        )
    ]
    shown = next((design for design in document.designs if design.name == "before-after"), document.designs[0])
    keys.append(
        KeyFigure(
            _("{label} visar").format(label=_(shown.label)),
            effect(shown.estimate, document, unit=False),
            _("{measure}, skevhet {bias}").format(measure=measure, bias=effect(shown.bias, document, unit=False)),
            verdict(shown, document),
        )
    )
    trial = next((design for design in document.designs if design.name == "rct"), None)
    if trial is not None and trial.power is not None:
        need = trial.participants_needed
        wanted = percent(document.sample_size.wanted_power)
        found = (
            _("För {power} räcker inte de största försöken.").format(power=wanted)
            if need is None
            else _("För {power} behövs {need} deltagare.").format(power=wanted, need=number(need))
        )
        keys.append(
            KeyFigure(
                _("Lottning hittar effekten i"),
                percent(trial.power),
                _("av försöken"),
                found,
            )
        )
    keys.append(
        KeyFigure(
            _("Hinner synas till uppföljningen"),
            tkr(seen.gain_at_follow_up.mean),
            _("av {gain_horizon} på {horizon_years}\N{NO-BREAK SPACE}år").format(
                gain_horizon=tkr(seen.gain_horizon.mean), horizon_years=number(seen.horizon_years)
            ),
            _("Samhällets vinst per deltagare före insatsens kostnad, nuvärde."),
        )
    )
    return keys
