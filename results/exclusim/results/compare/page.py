"""The page of a comparison: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.model.money import PUBLIC
from exclusim.results.compare import economist_tables, figures, limit_tables, page_tables
from exclusim.results.compare.document import CompareDocument
from exclusim.results.compare.set_figure import portfolio_map, set_label
from exclusim.results.compare.words import answer, deal_in_words, headline, meaning, payback
from exclusim.results.files import write_text
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, interval_mkr, label, mkr, number, percent
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


def render_compare(document: CompareDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    names = figures.ranked(document)
    every = [document.scenarios[name] for name in names]
    return render(
        "exclusim.results.compare",
        "compare.html",
        document=document,
        title="Jämförelse av insatser" if len(names) > 1 else every[0].label,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=document.notes,
        gains=figures.gains(document, meaning(document)),
        ranking=page_tables.ranking(document),
        answers=[(s.label, s.description, answer(document, s)) for s in every],
        humps=[figures.hump(document, actor) for actor in ("public", "society")],
        by_actor=page_tables.by_actor(document),
        terms=[page_tables.terms(s, document.term_years) for s in every],
        deals=[(s.label, deal_in_words(document, s), page_tables.sharing(s)) for s in every],
        contracts=_contracts(document, names),
        contract_terms=(
            percent(document.conventions.required_return, 1).replace(",0", ""),
            number(document.conventions.cap, 1),
        ),
        conventions=limit_tables.conventions(document),
        certain=figures.acceptability_curve(document),
        effects=economist_tables.effects(document),
        groups=economist_tables.groups(document),
        economics=economist_tables.economics(document),
        spread=economist_tables.sources_of_spread(document),
        knowledge=economist_tables.knowledge(document),
        swings=[found for s in every if (found := economist_tables.swings(s)) is not None],
        matrices=[page_tables.matrix(s) for s in every],
        portfolio=_portfolio(document),
        sets=economist_tables.portfolio_sets(document),
        limits=limit_tables.limits(document),
        risk=portfolio_map(document),
        meaning=meaning(document),
        reporting=_reporting(document),
    )


def _reporting(document: CompareDocument) -> list[Section]:
    """The record of decisions and the checklist."""
    labels = {name: scenario.label for name, scenario in document.scenarios.items()}
    found = (decisions_section(document.decisions, labels), checklist_section(document.checklist))
    return [section for section in found if section is not None]


def _facts(document: CompareDocument) -> list[tuple[str, str]]:
    rate = number(100 * document.discount_rate, 1).removesuffix(",0")
    return [
        ("Plats", document.place),
        ("Insatser", number(len(document.scenarios))),
        ("Grupp", f"{number(document.cohort)}{NBSP}personer"),
        ("Horisont", f"{document.horizon_years}{NBSP}år"),
        ("Prisår", str(document.price_year)),
        ("Kalkylränta", f"{rate}{NBSP}%"),
    ]


def _spread(value: Interval) -> str:
    return "" if is_certain(value) else f"90{NBSP}%-intervall {interval_mkr(value.p5, value.p95)}"


def _keys(document: CompareDocument) -> list[KeyFigure]:
    best = max(document.scenarios.values(), key=lambda s: s.net[document.headline].mean)
    net, public = best.net[document.headline], best.net["public"]
    losers = [label(a) for a in PUBLIC if best.net[a].mean < -1_000]
    return [
        KeyFigure(
            f"{best.label}: netto för {label(document.headline).lower()}",
            mkr(net.mean),
            _spread(net),
            f"Risk för förlust {percent(net.probability_loss)}. Medelfel {mkr(net.se)}.",
        ),
        KeyFigure(
            "För offentlig sektor",
            mkr(public.mean),
            _spread(public),
            f"Insatsen kostar {mkr(best.cost['public'].mean)}.",
        ),
        KeyFigure(
            "Återbetald för offentlig sektor",
            payback(best.payback_month["public"]),
            "",
            f"Förlorar: {', '.join(losers)}." if losers else "Ingen offentlig aktör förlorar i genomsnitt.",
        ),
    ]


def _portfolio(document: CompareDocument) -> str:
    found = document.portfolio
    if found is None:
        return ""
    budget = "inom budgetarna" if found.limits else "utan budgettak"
    if found.budget is not None and len(found.limits) == 1:
        budget = f"inom {mkr(found.budget)}"
    if not found.chosen or found.gain_interval is None:
        return f"Ingen uppsättning {budget} lönar sig i genomsnitt.{_binding(document)}"
    return (
        f"Bäst {budget}: {set_label(document, found.chosen)}. Den kostar {mkr(found.cost)} och ger "
        f"{label(document.headline).lower()} {mkr(found.gain)} netto "
        f"({interval_mkr(found.gain_interval.p5, found.gain_interval.p95)}).{_binding(document)}"
    )


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
    return f" Begränsar: {', '.join(binding)}." if binding else " Ingen enskild budget begränsar."


def _contracts(document: CompareDocument, names: list[str]) -> list[tuple[str, str]]:
    """A social outcome contract for each scenario in words."""
    found = []
    for name in names:
        scenario = document.scenarios[name]
        contract = scenario.contract
        if contract is None:
            found.append((scenario.label, "Ingen finansiär får sin ersättning inom taket: utfallet är för osäkert."))
            continue
        found.append(
            (
                scenario.label,
                f"En finansiär lägger ut {mkr(contract.outlay)} och får {mkr(contract.price)} för varje undviket år i "
                f"utanförskap, mätt efter {number(contract.years)}{NBSP}år, högst {mkr(contract.cap)}. Väntad "
                "avkastning är "
                f"{percent(contract.financier_return, 1)} om året utöver kalkylräntan, och finansiären förlorar med "
                f"{percent(contract.probability_financier_loses)} sannolikhet. Offentlig sektor får "
                f"{mkr(contract.public.mean)} "
                f"netto ({interval_mkr(contract.public.p5, contract.public.p95)}).",
            )
        )
    return found
