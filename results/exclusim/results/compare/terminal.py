"""A comparison in the terminal: the answer, one table, the deal, what to remember."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare.document import BudgetLimit, CompareDocument, Net
from exclusim.results.compare.limit_tables import who_of
from exclusim.results.compare.order import ranked
from exclusim.results.compare.set_figure import set_label
from exclusim.results.compare.words import deal_in_words, headline, meaning, payback
from exclusim.results.labels import interval_mkr, label, mkr, number, percent
from exclusim.results.language import _, telling

__all__ = ["render_answer", "render_terminal"]


@telling
def render_terminal(document: CompareDocument, console: Console) -> None:
    """Print the comparison; the first table fits 80 columns."""
    console.print(Text(_(document.title), style="bold"))
    about = _("{year} års priser · {draws} dragningar").format(year=document.price_year, draws=document.replicates)
    console.print(Text(about, style="dim"))
    console.print()
    console.print(Text(headline(document)))
    console.print()
    names = ranked(document)
    table = _table(_("Netto, Mkr (nuvärde)"))
    table.add_column(_("Insats"), overflow="ellipsis", no_wrap=True, max_width=28)
    table.add_column(label("society"), justify="right", no_wrap=True, min_width=21)
    for title, width in ((_("Offentligt"), 10), (_("Åter"), 7), (_("Risk"), 5)):
        table.add_column(title, justify="right", no_wrap=True, min_width=width)
    for name in names:
        s = document.scenarios[name]
        risk = percent(s.net["society"].probability_loss)
        back = "–" if s.payback_month["public"] is None else payback(s.payback_month["public"])
        table.add_row(Text(_(s.label)), _mkr(s.net["society"]), _plain(s.net["public"].mean), back, risk)
    console.print(table)
    payers = _table(_("Var och en av betalarna, Mkr netto"))
    payers.add_column(_("Insats"), overflow="ellipsis", no_wrap=True, max_width=28)
    for actor in PUBLIC:
        payers.add_column(_short(actor), justify="right", no_wrap=True)
    for name in names:
        net = document.scenarios[name].net
        payers.add_row(Text(_(document.scenarios[name].label)), *(_plain(net[actor].mean) for actor in PUBLIC))
    console.print(payers)
    chosen = document.scenarios[document.deal.scenario]
    console.print(Text(_("Avtal för {name}").format(name=_(chosen.label)), style="bold"))
    for sentence in deal_in_words(document, chosen):
        console.print(Text(sentence))
    if document.portfolio is not None:
        found = document.portfolio
        console.print()
        console.print(
            Text(
                _("Bästa uppsättning: {names}; ger {gain}, kostar {cost}").format(
                    names=set_label(document, found.chosen), gain=mkr(found.gain), cost=mkr(found.cost)
                )
            )
        )
        for limit in found.limits:
            if limit.binding:
                console.print(Text(_bound(limit)))
    console.print()
    error = _("Största medelfel {amount}.").format(amount=mkr(document.standard_error))
    console.print(Text(f"{_in_brackets(document)} {error}", style="dim"))
    points = Table.grid(padding=(0, 1, 0, 0))
    for note in document.notes:
        points.add_row("•", Text(_(note)))
    console.print(Panel(points, title=_("Observera"), title_align="left", border_style="yellow"))


@telling
def render_answer(document: CompareDocument, console: Console) -> None:
    """Print the answer to a question about one scenario: sentences and a small table."""
    (scenario,) = document.scenarios.values()
    net = scenario.net["society"]
    console.print(Text(f"{_(scenario.label)}, {document.place}", style="bold"))
    console.print(
        Text(
            _(
                "Insatsen kostar {cost} i nuvärde och ger samhället {net} netto på {years} år ({interval}); risken "
                "för förlust är {risk}."
            ).format(
                cost=mkr(scenario.cost["public"].mean),
                net=mkr(net.mean),
                years=document.horizon_years,
                interval=interval_mkr(net.p5, net.p95),
                risk=percent(net.probability_loss),
            )
        )
    )
    table = _table(_("Mkr, nuvärde, {year} års priser").format(year=document.price_year))
    table.add_column(_("Aktör"), no_wrap=True)
    for title in (_("Netto"), _("Första mandatperioden"), _("Återbetald"), _("Risk")):
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
        even = _("Samhället går jämnt ut om {share} av effekten (i logaritmen) blir av.").format(share=percent(least))
        console.print(Text(even))
    console.print(Text(_in_brackets(document), style="dim"))


def _table(title: str) -> Table:
    return Table(
        title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )


def _in_brackets(document: CompareDocument) -> str:
    return _("Inom parentes: {meaning}").format(meaning=meaning(document))


def _bound(limit: BudgetLimit) -> str:
    """A limit that keeps a better set out."""
    values = {
        "who": who_of(limit.who) + ("" if limit.year is None else f" {limit.year}"),
        "limit": _size(limit, limit.limit),
        "next": "" if limit.opens_at is None else _size(limit, limit.opens_at),
    }
    if limit.opens_at is None:
        return _("Begränsar: {who}, {limit}").format(**values)
    return _("Begränsar: {who}, {limit}; en bättre uppsättning ryms vid {next}").format(**values)


def _size(limit: BudgetLimit, value: float) -> str:
    return f"{number(value, 1)} {_('årsarbetare')}" if limit.unit == "FTE" else mkr(value)


def _short(actor: str) -> str:
    names = {
        "arbetsformedlingen": "AF",
        "forsakringskassan": "FK",
        "rattsvasende": _("Rätts-"),
        "ovriga": _("Staten"),
    }
    return names.get(actor) or label(actor).removeprefix("The ").capitalize()


def _plain(value: float) -> Text:
    return Text(number(value / 1e6, 2), style="red" if value < -1_000 else "")


def _mkr(value: Net) -> Text:
    text = Text(number(value.mean / 1e6, 1), style="red" if value.mean < 0 else "")
    spread = _("{low} till {high}").format(low=number(value.p5 / 1e6, 1), high=number(value.p95 / 1e6, 1))
    return text.append(
        f" ({spread})",
        style="not bold dim",
    )
