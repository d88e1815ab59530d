"""A comparison on two pages: which pays, for whom and how surely; then time, the deal, trust, doubt and follow-up."""

from __future__ import annotations

from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.compare.figures import COMPARE_FIGURES, ranked
from exclusim.results.compare.page_tables import ranking
from exclusim.results.compare.words import deal_in_words, headline
from exclusim.results.labels import label, mkr, number, percent
from exclusim.results.language import _, spoken
from exclusim.results.paper import words
from exclusim.results.paper.blocks import Block, Facts, Heading, Items, Keys, Lead, Paper, Paragraph, Sheet, cut, rows
from exclusim.results.paper.compare_annex import annex, group
from exclusim.results.paper.expectations import expectations
from exclusim.results.paper.pictures import picture, side_by_side

__all__ = ["compare_paper"]

_TITLE, _QUESTION, _NOTE, _DEAL, _IDEA = 140, 300, 230, 260, 90
_NOTES, _DEALS, _IDEAS = 5, 4, 6
_STACKED = 3  # ideas for which both pictures fit one below the other, with the payers' whole names


def compare_paper(document: CompareDocument) -> Paper:
    """The decision basis of a comparison, in the language spoken."""
    moment = words.moment(document.created)
    best = document.best or ranked(document)[0]
    one = len(document.scenarios) == 1
    title = (
        _(document.scenarios[best].label) if one else _("Jämförelse av insatser: {case}").format(case=_(document.title))
    )
    return Paper(
        language=spoken(),
        title=cut(title, _TITLE),
        kind=_("Beslutsunderlag"),
        place=cut(" · ".join(filter(None, (_(document.place), words.dated(document.created)))), _TITLE),
        footer=words.footer(document.code_version, document.run_id),
        page=words.page_words(),
        sheets=(_first(document, best), _second(document, best)),
        appendix=_("Bilaga"),
        annex=tuple(annex(document)),
        timestamp=0 if moment is None else int(moment.timestamp()),
    )


def _first(document: CompareDocument, best: str) -> Sheet:
    scenario = document.scenarios[best]
    several = len(document.scenarios) > 1
    shown = _most(document)
    place = _(document.place)
    question = (
        _("{place}: vilken av {n} insatser lönar sig, för vem och hur säkert?").format(
            n=len(document.scenarios), place=place
        )
        if several
        else _("{place}: lönar sig {idea}, för vem och hur säkert?").format(
            idea=cut(_(scenario.label), _IDEA), place=place
        )
    )
    first, rest = words.answer(
        cut(_(scenario.label), _IDEA),
        scenario.net,
        scenario.payback_month.get("public"),
        scenario.net["society"].probability_loss,
        document.horizon_years,
    )
    above: list[Block] = [
        Facts(tuple((name, cut(text, _QUESTION)) for name, text in words.asked(document.decisions, question))),
        Heading(_("Svaret")),
        Lead(headline(document) if several else first),
        Paragraph(" ".join([first, *rest] if several else rest)),
        rows(ranking(shown)) if several else Keys(_keys(scenario)),
        Heading(_("Vem vinner, vem förlorar och hur säkert det är")),
    ]
    if len(shown.scenarios) < len(document.scenarios):
        text = _("Tabellen och bilderna visar de {n} insatser som ger mest; alla står i bilagan.")
        above.append(Paragraph(text.format(n=len(shown.scenarios)), small=True))
    if not several:
        above.append(Paragraph(words.losers(scenario.net)))
    figures = COMPARE_FIGURES["winners"](shown), COMPARE_FIGURES["loss"](shown)
    stacked = len(shown.scenarios) <= _STACKED
    pictures = tuple(p for f in figures for p in picture(f, wide=True)) if stacked else side_by_side(*figures)
    return Sheet(tuple(above), pictures, (Facts(((_("Räknat på"), group(document)),)),), stacked)


def _most(document: CompareDocument) -> CompareDocument:
    """The comparison with the scenarios that give most, as many as a page can show."""
    names = ranked(document)[:_IDEAS]
    return document.model_copy(update={"scenarios": {name: document.scenarios[name] for name in names}})


def _keys(scenario: ScenarioComparison) -> tuple[tuple[str, str, str, str], ...]:
    society, public = scenario.net["society"], scenario.net["public"]
    cost = _("Insatsen kostar {amount}.").format(amount=mkr(scenario.cost["public"].mean))
    back = words.paid_back(scenario.payback_month.get("public"))
    return (
        (_("Samhällets netto"), mkr(society.mean), words.spread(society), _("Vinst minus insatsens kostnad.")),
        (_("Offentlig sektors netto"), mkr(public.mean), words.spread(public), cost),
        (_("Pengarna tillbaka"), back, "", _("Offentlig sektor, från insatsens start.")),
        (
            _("Risk för förlust"),
            percent(society.probability_loss),
            "",
            _("Att samhället förlorar på insatsen."),
        ),
    )


def _second(document: CompareDocument, best: str) -> Sheet:
    scenario = document.scenarios[best]
    lowest = scenario.deepest_deficit["public"]
    back = scenario.payback_month.get("public")
    in_time = words.over_time(lowest.amount, lowest.month, back)
    several = len(document.scenarios) > 1
    above: list[Block] = [Heading(_("Över tiden"))]
    above.append(Paragraph(f"{cut(_(scenario.label), _IDEA)}: {in_time}" if several else in_time))
    deals = deal_in_words(document, scenario)[:_DEALS]
    name = _("Avtal så att ingen förlorar: {idea}").format(idea=cut(_(scenario.label), _IDEA))
    below: list[Block] = [
        Heading(cut(name, _TITLE) if several else _("Avtal så att ingen förlorar")),
        Items(tuple(cut(text, _DEAL) for text in [*deals, *_shared(scenario)])),
        Heading(_("Vad svaret vilar på")),
        Items(tuple(cut(_(text), _NOTE) for text in document.notes[:_NOTES])),
        Heading(_("Vad som är osäkert")),
        Items(tuple(_doubts(document, scenario, best))),
        Heading(_("Att följa upp")),
        *expectations(document.decisions, best),
    ]
    return Sheet(tuple(above), picture(COMPARE_FIGURES["payback"](_most(document)), wide=True), tuple(below))


def _shared(scenario: ScenarioComparison) -> list[str]:
    """Risk sharing with a fund: what it takes over in a bad outcome."""
    bad = scenario.sharing.outcomes["bad"]
    alone, shared = sum(bad.alone.values()), sum(bad.payers.values())
    return [
        _(
            "Om en fond bär {share} av kostnad och vinst blir utfallet för betalarna {shared} i stället för {alone} i "
            "den sämsta tiondelen av dragningarna."
        ).format(share=percent(scenario.sharing.fund_share), shared=mkr(shared), alone=mkr(alone))
    ]


def _doubts(document: CompareDocument, scenario: ScenarioComparison, best: str) -> list[str]:
    found = []
    if document.acceptability is not None and len(document.scenarios) > 1:
        found.append(
            _("Sannolikheten att {idea} är bäst av alla, ingen insats inräknad, är {share}.").format(
                idea=cut(_(scenario.label), _IDEA), share=percent(document.acceptability.best.get(best, 0.0))
            )
        )
    if scenario.threshold.shares:
        least = scenario.threshold.break_even_share.get("society")
        found.append(
            _("Samhället förlorar även om hela den väntade effekten uppnås.")
            if least is None
            else _("Det räcker med {share} av den väntade effekten för att samhället inte ska förlora.").format(
                share=percent(least)
            )
        )
    found.append(
        _("Slump i enskilda liv, och det som är för litet för att synas, står för {share} av spridningen.").format(
            share=percent(scenario.variance_shares["unexplained"])
        )
    )
    found.append(
        _("Intervallen är 90 %-intervall över {n} dragningar; medelfelet för {actor} är {amount}.").format(
            n=number(document.replicates),
            actor=label(document.headline),
            amount=mkr(scenario.net[document.headline].se),
        )
    )
    return found
