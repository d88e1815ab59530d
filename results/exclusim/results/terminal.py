"""A run in the terminal: the headline, who pays, what changes and how surely, in Swedish."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.model.money import REPORTED
from exclusim.results.document import DecompositionStep, Difference, Interval, RunDocument
from exclusim.results.labels import duration, interval_mkr, label, mkr, number, percent
from exclusim.results.published import readable_scale

__all__ = ["headline", "render_terminal"]


def render_terminal(document: RunDocument, console: Console) -> None:
    """Print the run; it fits 80 columns and uses more where there are more."""
    console.print(Text(document.title, style="bold"))
    console.print(Text(_conditions(document), style="dim"))
    console.print()
    console.print(headline(document))
    console.print()
    _costs(document, console)
    for name, difference in document.differences.items():
        _difference(document, document.scenarios[name].label, difference, console)
    for name, steps in document.project_bridges.items():
        _project_bridge(document.differences[name].label, steps, console)
    if document.published:
        _published(document, console)
    if document.replicates > 1:
        draws = f"{document.replicates} dragningar (osäkra indata och slump)"
        note = f"Inom parentes: 90-procentigt intervall över {draws}."
        console.print(Text(note, style="dim"))
    if document.warnings:
        points = Table.grid(padding=(0, 1, 0, 0))
        for warning in document.warnings:
            points.add_row("•", Text(warning))
        console.print(Panel(points, title="Observera", title_align="left", border_style="yellow"))


def headline(document: RunDocument) -> Text:
    """The answer in a sentence or two: the first scenario's cost, and the net gain of each alternative."""
    first = next(iter(document.scenarios.values()))
    text = Text("Utanförskap kostar samhället ")
    text.append_text(_amount(first.total["society"], bold=True))
    text.append(f" på {document.horizon_years} år")
    if "public" in first.total:
        text.append(", varav offentlig sektor ").append_text(_amount(first.total["public"], bold=True))
    text.append(".")
    for name, difference in document.differences.items():
        if "society" in difference.net:
            net = difference.net["society"]
            text.append(f"\n{document.scenarios[name].label}: samhällets nettovinst är ")
            text.append(mkr(net.mean), style="bold green" if net.mean >= 0 else "bold red")
            text.append(_spread(net))
            if net.p5 < net.p95 and "society" in difference.probability_loss:
                text.append(f", risken för förlust {_risk(difference, 'society')}")
            text.append(".")
    return text


def _conditions(document: RunDocument) -> str:
    year = f"{document.price_year} års priser" if document.price_year else "prisår ej angivet i källan"
    rate = number(document.discount_rate * 100, 0 if document.discount_rate * 100 % 1 == 0 else 1)
    return f"{label(document.preset)} · {year} · diskonteringsränta {rate} % · körning {document.run_id[:12]}"


def _spread(value: Interval, decimals: int | None = None) -> str:
    return f" ({interval_mkr(value.p5, value.p95, decimals)})" if value.p5 < value.p95 else ""


def _amount(value: Interval, *, bold: bool = False) -> Text:
    return Text(mkr(value.mean), style="bold" if bold else "").append(_spread(value), style="not bold dim")


def _plain(value: Interval | None) -> Text:
    """Mean and interval in a column headed Mkr: the unit is not repeated."""
    if value is None:
        return Text("–")
    unit_text = "\N{NO-BREAK SPACE}Mkr"
    text = Text(mkr(value.mean, 1).removesuffix(unit_text))
    return text.append(_spread(value, 1).replace(unit_text, ""), style="not bold dim")


def _table(title: str, wide: bool) -> Table:
    return Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 2 if wide else 1, 0, 0),
    )


def _wide(console: Console) -> bool:
    return console.width >= 120


def _costs(document: RunDocument, console: Console) -> None:
    wide = _wide(console)
    for scenario in document.scenarios.values():
        table = _table(f"{scenario.label}: kostnad, Mkr (nuvärde)", wide)
        table.add_column("Aktör", no_wrap=True)
        table.add_column(f"{document.horizon_years} år", justify="right", no_wrap=True)
        table.add_column("Första mandatperioden", justify="right", no_wrap=True)
        extra = [h for h in ("8", "65") if h in scenario.horizons] if wide else []
        for horizon in extra:
            title = "Till 65 års ålder" if horizon == "65" else f"{horizon} år"
            table.add_column(title, justify="right", no_wrap=True)
        for actor in (actor for actor in REPORTED if actor in scenario.total):
            cells = [_plain(scenario.total[actor]), _plain(scenario.term.get(actor))]
            cells += [_plain(scenario.horizons[horizon].get(actor)) for horizon in extra]
            table.add_row(label(actor), *cells, style="bold" if actor in ("society", "public") else "")
        console.print(table)


def _difference(document: RunDocument, scenario: str, difference: Difference, console: Console) -> None:
    wide = _wide(console)
    baseline = document.scenarios[difference.baseline].label
    against = baseline[:1].lower() + baseline[1:]
    table = _table(f"{scenario} mot {against}: nettovinst, Mkr", wide)
    table.add_column("Aktör", no_wrap=True)
    table.add_column("Nettovinst", justify="right", no_wrap=True)
    table.add_column("Återbetald efter", justify="right")
    table.add_column("Risk för förlust", justify="right")
    if wide:
        table.add_column("Vinst före insats", justify="right", no_wrap=True)
        table.add_column("Djupaste underskott", justify="right", no_wrap=True)
    for actor in (actor for actor in REPORTED if actor in difference.net):
        net = difference.net[actor]
        cells = [_plain(net), Text(_payback(difference, actor)), Text(_risk(difference, actor))]
        if wide:
            deepest = difference.deepest_deficit.get(actor)
            hump = f"{number(deepest['amount'] / 1e6, 1)}, månad {deepest['month']:.0f}" if deepest else "–"
            cells += [_plain(difference.gain.get(actor)), Text(hump)]
        style = "red" if net.mean < 0 else "bold" if actor in ("society", "public") else ""
        table.add_row(label(actor), *cells, style=style)
    console.print(table)
    helped, harmed = difference.persons_helped, difference.persons_harmed
    years = number(difference.avoided_exclusion_years.mean)
    line = (
        f"Undvikna år i utanförskap: {years}. Personer som får det bättre: {number(helped.mean, 1)}, "
        f"sämre: {number(harmed.mean, 1)}."
    )
    console.print(Padding(Text(line), (0, 0, 1, 0)))


def _payback(difference: Difference, actor: str) -> str:
    if actor not in difference.payback_month:
        return "–"
    month = difference.payback_month[actor]
    if month is None:
        return "återbetalas ej"
    return duration(month) if month else "genast"


def _risk(difference: Difference, actor: str) -> str:
    chance = difference.probability_loss.get(actor)
    return "–" if chance is None else percent(chance)


def _project_bridge(title: str, steps: Sequence[DecompositionStep], console: Console) -> None:
    table = _table(f"{title}: från källans vinst till vår, Mkr", _wide(console))
    table.add_column("Steg", overflow="fold")
    table.add_column("Belopp", justify="right", no_wrap=True)
    table.add_column("Därefter", justify="right", no_wrap=True)
    reached = 0.0
    for step in steps:
        reached += step.amount
        table.add_row(Text(step.label), number(step.amount / 1e6, 1), number(reached / 1e6, 1))
    console.print(table)


def _published(document: RunDocument, console: Console) -> None:
    table = _table("Publicerat och beräknat", _wide(console))
    table.add_column("Storhet", overflow="fold")
    for title in ("Publicerat", "Beräknat", "Avvikelse"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("Enhet", no_wrap=True)
    table.add_column("Inom", no_wrap=True)
    for figure in document.published:
        scale, unit_name = readable_scale(figure)
        values = (figure.published, figure.computed, figure.residual)
        table.add_row(
            Text(figure.quantity),
            *(number(scale * value, 2) for value in values),
            unit_name,
            Text("ja", style="green") if figure.inside else Text("nej", style="bold red"),
        )
    console.print(table)
    for name, value in document.corrected_society.items():
        corrected = Text(f"{document.scenarios[name].label}, samhället utan dubbelräkning: ")
        console.print(corrected.append_text(_amount(value)))
