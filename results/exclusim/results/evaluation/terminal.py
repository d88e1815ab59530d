"""An evaluation in the terminal: a sentence, a table of designs, the window, the parts."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exclusim.results.evaluation.document import DesignResult, EvaluationDocument
from exclusim.results.evaluation.words import TRUSTED
from exclusim.results.language import _, telling

__all__ = ["render_terminal"]

_RECENT = {
    "newly-excluded": "newly excluded",
    "excluded": "excluded",
    "target": "whole target group",
}


@telling
def render_terminal(document: EvaluationDocument, console: Console) -> None:
    """Print the document in English; it fits 80 columns."""
    factor, unit = (100.0, "percentage points") if document.unit == "share" else (1.0, "months")
    truth = document.window.follow_up

    def number(value: float) -> str:
        return f"{factor * value:+.1f}"

    console.print(Text(f"{_(document.label)} ({document.scenario})", style="bold"))
    console.print(
        Text(
            f"{_(document.title)} · {document.participants} participants ({_RECENT[document.enrolment]}) · follow-up "
            f"{document.follow_up} months after enrolment · {document.replicates} evaluations per design",
            style="dim",
        )
    )
    console.print()
    console.print(
        f"True effect on {document.outcome}: {number(truth.mean)} {unit} "
        f"({number(truth.p5)} to {number(truth.p95)} over draws); positive is better."
    )
    table = _table("What each design would show", f"effects in {unit}")
    table.add_column("Design", no_wrap=True)
    for name in ("Shows", "Bias", "±MC", "Spread", "Cover", "Power", "Wrong", "n needed"):
        table.add_column(name, justify="right", no_wrap=True)
    for design in document.designs:
        biased = abs(design.bias) > 2 * design.bias_se and design.coverage < TRUSTED
        table.add_row(
            design.name.replace("difference-in-differences", "diff-in-diff"),
            number(design.estimate),
            Text(number(design.bias), style="red" if biased else ""),
            f"{factor * design.bias_se:.1f}",
            f"{factor * design.spread:.1f}",
            f"{design.coverage:.0%}",
            _share(design.power),
            _share(design.wrong_sign),
            _needed(design, document),
        )
    console.print()
    console.print(table)
    size = document.sample_size
    form = "no effect to find" if size.closed_form is None else f"{size.closed_form} in each of two equal groups"
    console.print(f"Sample size for power {size.wanted_power:.0%} by the usual formula: {form}.")
    _window(document, console)
    _components(document, console)
    console.print(
        Text(
            "Cover: 95 % intervals that hold the truth. Wrong: estimates on the wrong side of zero. A biased design "
            "finds an effect for the wrong reason: read its power beside its bias.",
            style="dim",
        )
    )


def _table(title: str, note: str = "") -> Table:
    words = Text(title, style="bold")
    if note:
        words.append(f" ({note})", style="not bold dim")
    table = Table(title=words, title_justify="left")
    table.box, table.pad_edge, table.padding = box.SIMPLE_HEAD, False, (0, 1, 0, 0)
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _needed(design: DesignResult, document: EvaluationDocument) -> str:
    if design.power is None:
        return "–"
    most = document.sample_size.most
    return f">{most}" if design.participants_needed is None else str(design.participants_needed)


def _window(document: EvaluationDocument, console: Console) -> None:
    seen = document.window
    console.print()
    console.print(
        f"Until follow-up a participant avoids {seen.months_at_follow_up.mean:.2f} months of exclusion, over "
        f"{seen.horizon_years:.0f} years {seen.months_horizon.mean:.2f}. Gain to society: "
        f"{seen.gain_at_follow_up.mean:,.0f} SEK of {seen.gain_horizon.mean:,.0f}, before the cost."
    )
    if seen.long_term is not None:
        console.print(f"Two to five years after the end the effect is {100 * seen.long_term.mean:+.1f} points.")


def _components(document: EvaluationDocument, console: Console) -> None:
    table = _table("Parts of the effect", "per person in the target group")
    table.add_column("Part", overflow="fold")
    for name in ("Share", "Months avoided", "SEK to society"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in document.components.rows:
        table.add_row(_(row.label), _share(row.share), f"{row.months.mean:.3f}", f"{row.gain.mean:,.0f}")
    total = document.components
    table.add_row("Together", "", f"{total.months.mean:.3f}", f"{total.gain.mean:,.0f}", style="bold")
    console.print()
    console.print(table)
