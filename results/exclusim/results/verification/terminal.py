"""The verification on the terminal: failures in full, what passed by group."""

from __future__ import annotations

from rich.console import Console

from exclusim.results.language import _, telling
from exclusim.results.verification.document import VerificationDocument
from exclusim.results.verification.words import group_names, headline, result, tolerance, verdict

__all__ = ["render_terminal"]


@telling
def render_terminal(document: VerificationDocument, console: Console) -> None:
    """Print the verdict, every check with its figure and limit, and what statistics agree."""
    for group, (name, _about) in group_names().items():
        checks = [check for check in document.checks if check.group == group]
        if checks:
            console.print(name, style="bold")
        for check in checks:
            mark = "✓" if check.passed else "✗"
            console.print(f"  {mark} {_(check.title)}: {result(check)}, {tolerance(check)}")
            if not check.passed:
                told = _("{verdict}: {id}; mot {against}. {failure}").format(
                    verdict=verdict(check), id=check.id, against=_(check.against), failure=_(check.failure)
                )
                console.print(f"    {told}".rstrip())
    if document.statistics is not None:
        for role, summary in document.statistics.summary.items():
            console.print(
                f"  {role:<12} {summary.inside_share:4.0%} {_('av {rows} rader inom').format(rows=summary.rows)}"
            )
    console.print()
    console.print(headline(document), style="bold")
