"""The page of a comparison: one self-contained HTML file in the language spoken, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.compare import economist_tables, limit_tables, page_tables, perspectives
from exclusim.results.compare.actor_figures import loss, winners
from exclusim.results.compare.curves import acceptability_curve, hump
from exclusim.results.compare.document import CompareDocument
from exclusim.results.compare.gains_figure import gains
from exclusim.results.compare.order import ranked
from exclusim.results.compare.set_figure import portfolio_map, set_label
from exclusim.results.compare.words import (
    answer,
    deal_in_words,
    headline,
    inside,
    listed,
    losers,
    meaning,
    payback,
)  # fmt: skip
from exclusim.results.compare.worst import worst_table
from exclusim.results.files import write_text
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, interval_mkr, mkr, number, percent, years
from exclusim.results.language import _, telling
from exclusim.results.report.decision_section import checklist_section, decisions_section
from exclusim.results.report.parts import KeyFigure, Section, is_certain
from exclusim.results.report.shell import render

__all__ = ["render_compare", "write_compare"]


def write_compare(document: CompareDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_compare(document))


@telling
def render_compare(document: CompareDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    names = ranked(document)
    every = [document.scenarios[name] for name in names]
    return render(
        "exclusim.results.compare",
        "compare.html",
        document=document,
        title=_("Jämförelse av insatser") if len(names) > 1 else _(every[0].label),
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
        gains=gains(document),
        ranking=page_tables.ranking(document),
        answers=[(_(s.label), _(s.description), answer(document, s)) for s in every],
        humps=[hump(document, actor) for actor in ("public", "society")],
        perspectives=perspectives.four_perspectives(document),
        prevention=[
            found
            for found in (perspectives.prevention(document), perspectives.two_portfolios(document))
            if found is not None
        ],
        winners=winners(document),
        by_actor=page_tables.by_actor(document),
        terms=[page_tables.terms(s, document.term_years) for s in every],
        deals=[(_(s.label), deal_in_words(document, s), page_tables.sharing(s)) for s in every],
        contracts=_contracts(document, names),
        contract_terms=(
            _rate(document.conventions.required_return),
            number(document.conventions.cap, 1),
        ),
        conventions=limit_tables.conventions(document),
        certain=acceptability_curve(document),
        loss=loss(document),
        effects=economist_tables.effects(document),
        groups=economist_tables.groups(document),
        economics=economist_tables.economics(document),
        spread=economist_tables.sources_of_spread(document),
        knowledge=economist_tables.knowledge(document),
        swings=[found for s in every if (found := economist_tables.swings(s)) is not None],
        matrices=[found for s in every for found in (worst_table(s), page_tables.matrix(s)) if found is not None],
        portfolio=_portfolio(document),
        sets=economist_tables.portfolio_sets(document),
        limits=limit_tables.limits(document),
        risk=portfolio_map(document),
        meaning=meaning(document),
        reporting=_reporting(document),
    )


def _reporting(document: CompareDocument) -> list[Section]:
    """The record of decisions and the checklist."""
    labels = {name: _(scenario.label) for name, scenario in document.scenarios.items()}
    found = (decisions_section(document.decisions, labels), checklist_section(document.checklist))
    return [section for section in found if section is not None]


def _facts(document: CompareDocument) -> list[tuple[str, str]]:
    return [
        (_("Plats"), _(document.place)),
        (_("Insatser"), number(len(document.scenarios))),
        (_("Grupp"), f"{number(document.cohort)}{NBSP}{_('personer')}"),
        (_("Horisont"), years(document.horizon_years)),
        (_("Prisår"), str(document.price_year)),
        (_("Kalkylränta"), _rate(document.discount_rate)),
    ]


def _rate(share: float) -> str:
    """A rate with one decimal where it has one."""
    return percent(share, 0 if round(100 * share, 1).is_integer() else 1)


def _spread(value: Interval) -> str:
    if is_certain(value):
        return ""
    return _("{share}-intervall {interval}").format(share=percent(0.9), interval=interval_mkr(value.p5, value.p95))


def _keys(document: CompareDocument) -> list[KeyFigure]:
    best = max(document.scenarios.values(), key=lambda s: s.net[document.headline].mean)
    net, public = best.net[document.headline], best.net["public"]
    losing = [listed(actor) for actor in losers(best)]
    return [
        KeyFigure(
            _("{name}: netto för {actor}").format(name=_(best.label), actor=inside(document.headline)),
            mkr(net.mean),
            _spread(net),
            _("Risk för förlust {risk}. Medelfel {error}.").format(
                risk=percent(net.probability_loss), error=mkr(net.se)
            ),
        ),
        KeyFigure(
            _("För offentlig sektor"),
            mkr(public.mean),
            _spread(public),
            _("Insatsen kostar {amount}.").format(amount=mkr(best.cost["public"].mean)),
        ),
        KeyFigure(
            _("Återbetald för offentlig sektor"),
            payback(best.payback_month["public"]),
            "",
            _("Förlorar: {actors}.").format(actors=", ".join(losing))
            if losing
            else _("Ingen offentlig aktör förlorar i genomsnitt."),
        ),
    ]


def _portfolio(document: CompareDocument) -> str:
    found = document.portfolio
    if found is None:
        return ""
    only = found.budget is not None and len(found.limits) == 1
    budget = mkr(found.budget or 0.0)
    if not found.chosen or found.gain_interval is None:
        if only:
            none = _("Ingen uppsättning inom {budget} lönar sig i genomsnitt.").format(budget=budget)
        elif found.limits:
            none = _("Ingen uppsättning inom budgetarna lönar sig i genomsnitt.")
        else:
            none = _("Ingen uppsättning utan budgettak lönar sig i genomsnitt.")
        return f"{none}{_binding(document)}"
    if only:
        best = _("Bäst inom {budget}: {names}.").format(budget=budget, names=set_label(document, found.chosen))
    elif found.limits:
        best = _("Bäst inom budgetarna: {names}.").format(names=set_label(document, found.chosen))
    else:
        best = _("Bäst utan budgettak: {names}.").format(names=set_label(document, found.chosen))
    gives = _("Den kostar {cost} och ger {actor} {gain} netto ({interval}).").format(
        cost=mkr(found.cost),
        actor=inside(document.headline),
        gain=mkr(found.gain),
        interval=interval_mkr(found.gain_interval.p5, found.gain_interval.p95),
    )
    return f"{best} {gives}{_binding(document)}"


def _binding(document: CompareDocument) -> str:
    """Which budgets keep a better set out."""
    found = document.portfolio
    if found is None or not found.limits:
        return ""
    binding = [
        limit_tables.who_of(limit.who) + ("" if limit.year is None else f" {limit.year}")
        for limit in found.limits
        if limit.binding
    ]
    if not binding:
        return " " + _("Ingen enskild budget begränsar.")
    return " " + _("Begränsar: {names}.").format(names=", ".join(binding))


def _contracts(document: CompareDocument, names: list[str]) -> list[tuple[str, str]]:
    """A social outcome contract for each scenario in words."""
    found = []
    for name in names:
        scenario = document.scenarios[name]
        contract = scenario.contract
        if contract is None:
            text = _("Ingen finansiär får sin ersättning inom taket: utfallet är för osäkert.")
        else:
            text = _(
                "En finansiär lägger ut {outlay} och får {price} för varje undviket år i utanförskap, mätt efter "
                "{years}, högst {cap}. Väntad avkastning är {earned} om året utöver kalkylräntan, och finansiären "
                "förlorar med {risk} sannolikhet. Offentlig sektor får {public} netto ({interval})."
            ).format(
                outlay=mkr(contract.outlay),
                price=mkr(contract.price),
                years=years(contract.years, 0),
                cap=mkr(contract.cap),
                earned=percent(contract.financier_return, 1),
                risk=percent(contract.probability_financier_loses),
                public=mkr(contract.public.mean),
                interval=interval_mkr(contract.public.p5, contract.public.p95),
            )
        found.append((_(scenario.label), text))
    return found
