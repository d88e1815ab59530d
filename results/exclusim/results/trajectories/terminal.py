"""Trajectories in the terminal: types of lives, and moves between agencies that help."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from exclusim.results.labels import number, percent, years
from exclusim.results.language import _, telling

from .document import AgencyNetwork, TrajectoriesDocument
from .network_figure import loop_code

__all__ = ["render_terminal"]

_PIPE_WIDTH = 120
_LOOPS = 4


@telling
def render_terminal(document: TrajectoriesDocument, console: Console) -> None:
    """Print the types, the agencies and the warnings."""
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    console.print(Text(_("Livsbanor: {title}").format(title=_(document.title)), style="bold"))
    basis = _("{persons} personer × {draws} dragningar, {years}; långvarigt utanför {share}").format(
        persons=number(document.persons),
        draws=number(document.draws),
        years=years(document.months / 12),
        share=percent(document.long_term.mean, 1),
    )
    console.print(f"{basis}\n")
    table = Table(box=None, pad_edge=False)
    table.add_column(_("typ"), overflow="fold")
    for name in (_("andel"), _("90 %"), _("utanför"), _("långvarigt"), _("byten")):
        table.add_column(name, justify="right", no_wrap=True)
    for kind in document.typology.types:
        table.add_row(
            Text(f"{kind.rank} {_(kind.name)}"), percent(kind.share.mean),
            f"{number(100 * kind.share.p5)}–{percent(kind.share.p95)}", years(kind.excluded_months.mean / 12, 1),
            percent(kind.long_term.mean), number(kind.switches.mean, 1),
        )  # fmt: skip
    console.print(table)
    _agencies(document.agencies, console)
    for warning in document.warnings:
        console.print(Text(f"• {_(warning)}", style="yellow"))


def _agencies(network: AgencyNetwork, console: Console) -> None:
    helped = _(
        "Hjälp av någon myndighet: {ever}. Av dem möter var och en i medeltal {agencies} myndigheter och byter "
        "{switches} gånger; {looped} går runt inom två år."
    ).format(
        ever=percent(network.ever.mean),
        agencies=number(network.agencies_per_person.mean, 1),
        switches=number(network.switches_per_person.mean, 1),
        looped=percent(network.looped.mean),
    )
    console.print(f"\n{helped}")
    for loop in network.loops[:_LOOPS]:
        told = _("{loop}: {n} varv per hundra personer, {share} utan framsteg").format(
            loop=loop_code(loop),
            n=number(100 * loop.per_person.mean, 1),
            share=percent(loop.without_progress.mean),
        )
        console.print(f"  {told}")
