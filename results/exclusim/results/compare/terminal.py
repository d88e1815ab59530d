"""A comparison in the terminal: the answer, one table, the deal, what to remember."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare.document import BudgetLimit, CompareDocument, Net
from exclusim.results.compare.figures import ranked
from exclusim.results.compare.limit_tables import who_of
from exclusim.results.compare.set_figure import set_label
from exclusim.results.compare.words import deal_in_words, headline, meaning, payback
from exclusim.results.labels import interval_mkr, label, mkr, number, percent

__all__ = ["render_answer", "render_terminal"]


def render_terminal(document: CompareDocument, console: Console) -> None:
    """Print the comparison; the first table fits 80 columns."""
    console.print(Text(document.title, style="bold"))
    console.print(Text(f"{document.price_year} års priser · {document.replicates} dragningar", style="dim"))
    console.print()
    console.print(Text(headline(document)))
    console.print()
    names = ranked(document)
    table = _table("Netto, Mkr (nuvärde)")
    table.add_column("Insats", overflow="ellipsis", no_wrap=True, max_width=28)
    table.add_column("Samhället", justify="right", no_wrap=True, min_width=21)
    for title, width in (("Offentligt", 10), ("Åter", 7), ("Risk", 5)):
        table.add_column(title, justify="right", no_wrap=True, min_width=width)
    for name in names:
        s = document.scenarios[name]
        risk = percent(s.net["society"].probability_loss)
        back = "–" if s.payback_month["public"] is None else payback(s.payback_month["public"])
        table.add_row(Text(s.label), _mkr(s.net["society"]), _plain(s.net["public"].mean), back, risk)
    console.print(table)
    payers = _table("Var och en av betalarna, Mkr netto")
    payers.add_column("Insats", overflow="ellipsis", no_wrap=True, max_width=28)
    for actor in PUBLIC:
        payers.add_column(_short(actor), justify="right", no_wrap=True)
    for name in names:
        net = document.scenarios[name].net
        payers.add_row(Text(document.scenarios[name].label), *(_plain(net[actor].mean) for actor in PUBLIC))
    console.print(payers)
    chosen = document.scenarios[document.deal.scenario]
    console.print(Text(f"Avtal för {chosen.label}", style="bold"))
    for sentence in deal_in_words(document, chosen):
        console.print(Text(sentence))
    if document.portfolio is not None:
        found = document.portfolio
        console.print()
        console.print(
            Text(
                f"Bästa uppsättning: {set_label(document, found.chosen)}; ger {mkr(found.gain)}, kostar "
                f"{mkr(found.cost)}"
            )
        )
        for limit in found.limits:
            if limit.binding:
                year = "" if limit.year is None else f" {limit.year}"
                more = (
                    "" if limit.opens_at is None else f"; en bättre uppsättning ryms vid {_size(limit, limit.opens_at)}"
                )
                console.print(Text(f"Begränsar: {who_of(limit.who)}{year}, {_size(limit, limit.limit)}{more}"))
    console.print()
    error = f"Största medelfel {mkr(document.standard_error)}"
    console.print(Text(f"Inom parentes: {meaning(document)} {error}.", style="dim"))
    points = Table.grid(padding=(0, 1, 0, 0))
    for note in document.notes:
        points.add_row("•", Text(note))
    console.print(Panel(points, title="Observera", title_align="left", border_style="yellow"))


def render_answer(document: CompareDocument, console: Console) -> None:
    """Print the answer to a question about one scenario: sentences and a small table."""
    (scenario,) = document.scenarios.values()
    net = scenario.net["society"]
    console.print(Text(f"{scenario.label}, {document.place}", style="bold"))
    console.print(
        Text(
            f"Insatsen kostar {mkr(scenario.cost['public'].mean)} i nuvärde och ger samhället {mkr(net.mean)} netto på "
            f"{document.horizon_years} år ({interval_mkr(net.p5, net.p95)}); risken för förlust är "
            f"{percent(net.probability_loss)}."
        )
    )
    table = _table(f"Mkr, nuvärde, {document.price_year} års priser")
    table.add_column("Aktör", no_wrap=True)
    for title in ("Netto", "Första mandatperioden", "Återbetald", "Risk"):
        table.add_column(title, justify="right")
    for actor in REPORTED:
        if actor == "production":
            continue
        own = scenario.net[actor]
        risk = percent(own.probability_loss)
        back = payback(scenario.payback_month[actor])
        table.add_row(label(actor), _mkr(own), _plain(scenario.term[actor].mean), back, risk)
    console.print(table)
    least = scenario.threshold.break_even_share.get("society")
    if least is not None:
        console.print(Text(f"Samhället går jämnt ut om {percent(least)} av effekten (i logaritmen) blir av."))
    console.print(Text(f"Inom parentes: {meaning(document)}", style="dim"))


def _table(title: str) -> Table:
    return Table(
        title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )


def _size(limit: BudgetLimit, value: float) -> str:
    return f"{number(value, 1)} årsarbetare" if limit.unit == "FTE" else mkr(value)


def _short(actor: str) -> str:
    return {"arbetsformedlingen": "AF", "forsakringskassan": "FK", "rattsvasende": "Rätts-", "ovriga": "Staten"}.get(
        actor, label(actor)
    )


def _plain(value: float) -> Text:
    return Text(number(value / 1e6, 2), style="red" if value < -1_000 else "")


def _mkr(value: Net) -> Text:
    text = Text(number(value.mean / 1e6, 1), style="red" if value.mean < 0 else "")
    return text.append(f" ({number(value.p5 / 1e6, 1)} till {number(value.p95 / 1e6, 1)})", style="not bold dim")
