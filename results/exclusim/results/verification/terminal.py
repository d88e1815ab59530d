"""The verification on the terminal: failures in full, what passed by group."""

from __future__ import annotations

from rich.console import Console

from exclusim.results.verification.document import VerificationDocument
from exclusim.results.verification.words import GROUPS, headline, result, tolerance, verdict

__all__ = ["render_terminal"]


def render_terminal(document: VerificationDocument, console: Console) -> None:
    """Print the verdict, every check with its figure and limit, and what statistics agree."""
    for group, (name, _) in GROUPS.items():
        checks = [check for check in document.checks if check.group == group]
        if checks:
            console.print(name, style="bold")
        for check in checks:
            mark = "✓" if check.passed else "✗"
            console.print(f"  {mark} {check.title}: {result(check)}, {tolerance(check)}")
            if not check.passed:
                console.print(f"    {verdict(check)}: {check.id}; mot {check.against}. {check.failure}".rstrip())
    if document.statistics is not None:
        for role, summary in document.statistics.summary.items():
            console.print(f"  {role:<12} {summary.inside_share:4.0%} av {summary.rows} rader inom")
    console.print()
    console.print(headline(document), style="bold")
