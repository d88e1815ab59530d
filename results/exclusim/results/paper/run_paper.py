"""A run on two pages: the question, the answer, who wins and loses; then time, trust, doubt and follow-up."""

from __future__ import annotations

from exclusim.results.document import Difference, RunDocument, ScenarioResult
from exclusim.results.labels import label, mkr, number, percent
from exclusim.results.language import _, spoken
from exclusim.results.paper import words
from exclusim.results.paper.blocks import Block, Facts, Heading, Items, Keys, Lead, Paper, Paragraph, Sheet, cut, rows
from exclusim.results.paper.expectations import expectations
from exclusim.results.paper.pictures import picture, side_by_side
from exclusim.results.paper.run_annex import annex
from exclusim.results.report.figures import FIGURES
from exclusim.results.report.parts import Cell, amount, table
from exclusim.results.report.words import baseline, facts, headline, key_figures

__all__ = ["run_paper"]

_TITLE, _QUESTION, _WARNING, _FACT, _IDEA = 140, 300, 230, 60, 90
_WARNINGS = 5


def run_paper(document: RunDocument) -> Paper:
    """The decision basis of a run, in the language spoken."""
    best = leading(document)
    moment = words.moment(document.created)
    return Paper(
        language=spoken(),
        title=cut(_(document.title), _TITLE),
        kind=_("Beslutsunderlag"),
        place=cut(" · ".join(filter(None, (_(document.place), words.dated(document.created)))), _TITLE),
        footer=words.footer(document.code_version, document.run_id, document.data_hash),
        page=words.page_words(),
        sheets=(_first(document, best), _second(document, best)),
        appendix=_("Bilaga"),
        annex=tuple(annex(document, best)),
        timestamp=0 if moment is None else int(moment.timestamp()),
    )


def leading(document: RunDocument) -> str:
    """The scenario that gives society most; empty where nothing is compared."""
    found = [name for name, difference in document.differences.items() if "society" in difference.net]
    return max(found, key=lambda name: document.differences[name].net["society"].mean, default="")


def _first(document: RunDocument, best: str) -> Sheet:
    difference = document.differences.get(best)
    if difference is None:
        figures = [(k.name, k.value, k.interval, k.explanation) for k in key_figures(document)]
        question = _("Vad kostar utanförskapet, och vem betalar?")
        return Sheet(
            above=(
                *_question(document, question),
                Heading(_("Svaret")),
                Lead(headline(document)),
                Keys(tuple(figures)),
            ),
            pictures=picture(FIGURES["actors_over_time"](document), wide=True),
            below=(Facts(_perspective(document)),),
        )
    first, rest = _answer(document, difference)
    several = len(document.differences) > 1
    above: list[Block] = [
        *_question(document, _our_question(document)),
        Heading(_("Svaret")),
        Lead(first),
        Paragraph(" ".join(rest)),
        _ranking(document) if several else Keys(_keys(document.scenarios[best], difference)),
        Heading(_("Vem vinner, vem förlorar och hur säkert det är")),
    ]
    if several:
        above.append(Paragraph(_("Bilderna gäller {idea}.").format(idea=cut(_(difference.label), _IDEA)), small=True))
    above.append(Paragraph(words.losers(difference.net)))
    pictures = side_by_side(FIGURES["winners"](document, best), FIGURES["loss"](document, best))
    return Sheet(tuple(above), pictures, (Facts(_perspective(document)),))


def _question(document: RunDocument, ours: str) -> list[Block]:
    asked = words.asked(document.decisions, ours)
    return [Facts(tuple((name, cut(text, _QUESTION)) for name, text in asked))]


def _our_question(document: RunDocument) -> str:
    place = _(document.place)
    if len(document.differences) > 1:
        return _("{place}: vilken av {n} insatser lönar sig, för vem och hur säkert?").format(
            n=len(document.differences), place=place
        )
    idea = cut(_(next(iter(document.differences.values())).label), _IDEA)
    return _("{place}: lönar sig {idea}, för vem och hur säkert?").format(idea=idea, place=place)


def _answer(document: RunDocument, difference: Difference) -> tuple[str, list[str]]:
    idea, net, years = cut(_(difference.label), _IDEA), difference.net, document.horizon_years
    risk = difference.probability_loss.get("society")
    first, rest = words.answer(idea, net, difference.payback_month.get("public"), risk, years)
    count = len(document.differences)
    if count == 1:
        return first, rest
    best = words.best_of(count, idea, net["society"], years)
    return best, rest if net["society"].mean >= 0 else [first, *rest]


def _keys(scenario: ScenarioResult, difference: Difference) -> tuple[tuple[str, str, str, str], ...]:
    society, public = difference.net["society"], difference.net.get("public")
    found = [(_("Samhällets netto"), mkr(society.mean), words.spread(society), _("Vinst minus insatsens kostnad."))]
    if public is not None:
        cost = scenario.intervention.get("public") or scenario.intervention.get("society")
        why = "" if cost is None else _("Insatsen kostar {amount}.").format(amount=mkr(cost.mean))
        found.append((_("Offentlig sektors netto"), mkr(public.mean), words.spread(public), why))
        back = words.paid_back(difference.payback_month.get("public"))
        found.append((_("Pengarna tillbaka"), back, "", _("Offentlig sektor, från insatsens start.")))
    risk = difference.probability_loss.get("society")
    if risk is not None:
        found.append((_("Risk för förlust"), percent(risk), "", _("Att samhället förlorar på insatsen.")))
    return tuple(found)


def _ranking(document: RunDocument) -> Block:
    """One row by scenario, the one that gives most first."""
    order = sorted(document.differences, key=lambda name: -document.differences[name].net["society"].mean)
    body: list[list[Cell | str]] = []
    for name in order[:6]:
        d, cost = document.differences[name], document.scenarios[name].intervention.get("public")
        risk = d.probability_loss.get("society")
        body.append(
            [
                cut(_(d.label), _FACT),
                "–" if cost is None else mkr(cost.mean),
                amount(d.net.get("society")),
                amount(d.net.get("public")),
                words.paid_back(d.payback_month.get("public")),
                "–" if risk is None else percent(risk),
            ]
        )
    head = [
        _("Insats"), _("Kostnad"), _("Netto, samhället"), _("Netto, offentligt"), _("Pengarna tillbaka"),
        _("Risk för förlust"),
    ]  # fmt: skip
    foot = _("Nuvärden. Pengarna tillbaka: offentlig sektor, från insatsens start. Risk: att samhället förlorar.")
    if len(order) > len(body):
        foot += " " + _("{n} insatser till står i bilagan.").format(n=len(order) - len(body))
    return rows(table("", head, body, foot=foot))


def _perspective(document: RunDocument) -> tuple[tuple[str, str], ...]:
    """What every amount rests on, in one line: group, horizon, price year, rate."""
    wanted = [
        (name, value) for name, value in facts(document) if value and value not in (document.place, _(document.place))
    ]
    line = " · ".join(f"{name}: {cut(value, _FACT)}" for name, value in wanted[:-1])
    return ((_("Räknat på"), line),)


def _second(document: RunDocument, best: str) -> Sheet:
    difference = document.differences.get(best)
    above: list[Block] = []
    pictures = picture(FIGURES["states"](document), wide=True)
    if difference is not None:
        lowest = difference.deepest_deficit.get("public")
        above.append(Heading(_("Över tiden")))
        if lowest is not None:
            back = difference.payback_month.get("public")
            above.append(Paragraph(words.over_time(lowest["amount"], lowest["month"], back)))
        pictures = picture(FIGURES["payback"](document, best), wide=True)
    below: list[Block] = [Heading(_("Vad svaret vilar på")), Items(tuple(_evidence(document, best)))]
    if document.warnings:
        shown = [cut(_(text), _WARNING) for text in document.warnings[:_WARNINGS]]
        if len(document.warnings) > len(shown):
            shown.append(_("{n} varningar till står i bilagan.").format(n=len(document.warnings) - len(shown)))
        below += [Heading(_("Att tänka på")), Items(tuple(shown))]
    below += [Heading(_("Vad som är osäkert")), Items(tuple(_doubts(document, best)))]
    if difference is not None:
        below.append(Heading(_("Att följa upp")))
        below += expectations(document.decisions, best)
    return Sheet(tuple(above), pictures, tuple(below))


def _evidence(document: RunDocument, best: str) -> list[str]:
    found = []
    bases: dict[str, float] = {}
    for row in baseline(document).services:
        if row.scope == "exclusion":
            bases[row.basis] = bases.get(row.basis, 0.0) + abs(row.mean)
    if total := sum(bases.values()):
        shares = ", ".join(
            f"{label(basis).lower()} {percent(bases[basis] / total)}"
            for basis in ("measured", "derived", "anchored", "assumed")
            if basis in bases
        )
        found.append(_("Kostnaden efter hur väl den är känd: {shares}.").format(shares=shares))
    if document.assumptions:
        assumed = sum(a.assumption for a in document.assumptions)
        found.append(
            _("{n} av {total} tal i modellen är antaganden utan publicerad källa; alla står i bilagan.").format(
                n=number(assumed), total=number(len(document.assumptions))
            )
        )
    if document.calibration is not None and (held := document.calibration.summary.get("validation")):
        found.append(
            _("Modellen återger {share} av {n} statistikuppgifter som den inte har sett.").format(
                share=percent(held.inside_share), n=number(held.rows)
            )
        )
    for model in document.logic_models[:3]:
        if model.scenario == best:
            found.append(
                _("{idea}: {share} av den publicerade effekten blir kvar i praktiken (logaritmen).").format(
                    idea=cut(_(model.label), _FACT), share=percent(model.delivered)
                )
            )
    return found or [_("Räkneexemplet återger källans egna siffror; ingen modell ligger bakom.")]


def _doubts(document: RunDocument, best: str) -> list[str]:
    found = []
    shares = document.uncertainty
    if {"parameters", "chance"} <= shares.keys():
        found.append(
            _(
                "Av spridningen i samhällets kostnad kommer {known} från osäkra indata och {chance} från slumpen."
            ).format(known=percent(shares["parameters"]), chance=percent(shares["chance"]))
        )
    if answers := [v.net_society[best].mean for v in document.variants if best in v.net_society]:
        found.append(
            _("Under andra förklaringar till långa perioder blir samhällets netto {low} till {high}.").format(
                low=mkr(min(answers)), high=mkr(max(answers))
            )
        )
    if best and (harmed := document.differences[best].persons_harmed).mean >= 0.5:
        found.append(
            _(
                "Personer som får det bättre än i nuläget: {helped}. Sämre: {harmed}. Alla möter också sin egen tur."
            ).format(helped=number(document.differences[best].persons_helped.mean), harmed=number(harmed.mean))
        )
    if document.replicates > 1:
        found.append(
            _("Intervallen är 90 %-intervall över {n} dragningar av osäkra indata och slumpen tillsammans.").format(
                n=number(document.replicates)
            )
        )
    else:
        found.append(_("Räkneexemplet har ingen slump: hur säkert svaret är säger det ingenting om."))
    return found
