"""The report's sentences: what the run is, what it found, and how sure that is."""

from __future__ import annotations

import shlex
from datetime import datetime

from babel.dates import format_date

from exclusim.results.document import Difference, Interval, RunDocument, ScenarioResult
from exclusim.results.labels import duration, interval_mkr, label, locale, mkr, number, percent, years
from exclusim.results.language import _
from exclusim.results.reporting.answers import rate

from .parts import KeyFigure, is_certain

__all__ = [
    "baseline",
    "command",
    "facts",
    "group",
    "headline",
    "horizon",
    "key_figures",
    "payback",
    "verdict",
]


def baseline(document: RunDocument) -> ScenarioResult:
    """The scenario others are compared with: ``baseline`` where there is one, else the first."""
    name = next(iter(document.differences.values())).baseline if document.differences else "baseline"
    return document.scenarios.get(name) or next(iter(document.scenarios.values()))


def group(document: RunDocument) -> str:
    """The people the amounts are about."""
    if document.start_age is None:
        return _("{n}\N{NO-BREAK SPACE}nyanlända").format(n=number(document.cohort))
    return _("en årskull på {n}\N{NO-BREAK SPACE}personer").format(n=number(document.cohort))


def horizon(document: RunDocument) -> str:
    """``20 år (23–42 års ålder)``."""
    time = years(document.horizon_years)
    if document.start_age is None:
        return _("{time} från ankomsten").format(time=time)
    last = document.start_age + document.horizon_years - 1
    return _("{time} ({first}–{last} års ålder)").format(time=time, first=document.start_age, last=last)


def _within(value: Interval) -> str:
    return "" if is_certain(value) else _interval(interval_mkr(value.p5, value.p95))


def _interval(spread: str) -> str:
    return _("90\N{NO-BREAK SPACE}%-intervall {interval}").format(interval=spread)


def facts(document: RunDocument) -> list[tuple[str, str]]:
    """The perspective of the appraisal: no amount means anything without it."""
    try:
        date = format_date(datetime.fromisoformat(document.created), "d MMMM y", locale=locale())
    except ValueError:
        date = document.created
    year = _("framgår inte av källan") if document.price_year is None else str(document.price_year)
    return [
        (_("Plats"), _(document.place)),
        (_("Antaganden"), label(document.preset)),
        (_("Grupp"), group(document)),
        (_("Horisont"), horizon(document)),
        (_("Prisår"), year),
        (_("Kalkylränta"), f"{rate(document.discount_rate)} {label(document.convention)}"),
        (_("Beräknad"), date),
    ]


def headline(document: RunDocument) -> str:
    """One sentence: what exclusion costs society and the public purse."""
    base = baseline(document)
    society, public = base.total.get("society"), base.total.get("public")
    who = group(document)
    if document.place:
        who = _("{group} i {place}").format(group=who, place=_(document.place))
    if society is None:
        text = _("Så fördelas kostnaden för utanförskap i {who} över {horizon}.")
        return text.format(who=who, horizon=horizon(document))
    spread = _within(society)
    time = f"{horizon(document)} – {spread}" if spread else horizon(document)
    text = _("Utanförskap i {who} kostar samhället {amount} över {time}.")
    text = text.format(who=who, amount=mkr(society.mean), time=time)
    if public is not None:
        bill = (
            _("Offentlig sektors nota är {amount}.")
            if document.preset == "flat-annuity"
            else _(
                "Offentlig sektors nota är {amount}, bidrag och uteblivna skatter inräknade. De två summorna "
                "överlappar och ska inte läggas ihop."
            )
        )
        text += f" {bill.format(amount=mkr(public.mean))}"
    name = next((key for key, scenario in document.scenarios.items() if scenario is base), "")
    if name in document.corrected_society:
        corrected = document.corrected_society[name]
        once = _("Utan den dubbelräkning som källan gör är samhällets kostnad {amount} ({interval}).")
        text += f" {once.format(amount=mkr(corrected.mean), interval=interval_mkr(corrected.p5, corrected.p95))}"
    return text


def payback(difference: Difference, actor: str) -> str:
    """``efter 6,5 år`` or ``inte inom horisonten``."""
    month = difference.payback_month.get(actor)
    return _("inte inom horisonten") if month is None else _("efter {time}").format(time=duration(month))


def verdict(document: RunDocument, difference: Difference) -> str:
    """One paragraph on one intervention, losses said as plainly as gains."""
    sentences: list[str] = []
    for actor in ("society", "public"):
        net = difference.net.get(actor)
        if net is None:
            continue
        spread = _within(net)
        amount = _("{amount} netto").format(amount=mkr(abs(net.mean)))
        words = _told(difference, actor, gains=net.mean >= 0).format(
            who=label(actor),
            amount=f"{amount} ({spread})" if spread else amount,
            time=duration(difference.payback_month.get(actor) or 0),
        )
        if actor in difference.probability_loss:
            risk = percent(difference.probability_loss[actor])
            words = _("{sentence}; sannolikheten för förlust är {risk}").format(sentence=words, risk=risk)
        sentences.append(f"{words}.")
    sums = ("society", "public", "production")
    losers = [label(a) for a, v in difference.net.items() if a not in sums and v.mean < -500]
    if losers:
        sentences.append(_("Förlorar på det: {actors}.").format(actors=", ".join(losers)))
    return " ".join(sentences)


def _told(difference: Difference, actor: str, *, gains: bool) -> str:
    """The sentence on one actor, with places for ``who``, ``amount`` and ``time``."""
    if actor not in difference.payback_month:
        return _("{who} vinner {amount}") if gains else _("{who} förlorar {amount}")
    if difference.payback_month[actor] is None:
        return (
            _("{who} vinner {amount}, men får inte tillbaka pengarna inom horisonten")
            if gains
            else _("{who} förlorar {amount}, men får inte tillbaka pengarna inom horisonten")
        )
    return (
        _("{who} vinner {amount} och har fått tillbaka pengarna efter {time}")
        if gains
        else _("{who} förlorar {amount} och har fått tillbaka pengarna efter {time}")
    )


def key_figures(document: RunDocument) -> list[KeyFigure]:
    """The three or four numbers of the baseline that a reader remembers."""
    base = baseline(document)
    out: list[KeyFigure] = []
    published = document.preset == "flat-annuity"
    explanations = {
        "society": (
            _("Som källan räknar: offentlig kostnad plus produktionsbortfall.")
            if published
            else _("Resurser som går åt plus värdet av arbete som inte blir av.")
        ),
        "public": (
            _("Som källan räknar.") if published else _("Verksamhet, bidrag och uteblivna skatter för sex aktörer.")
        ),
        "kommun": _("Skola, socialtjänst, arbetsmarknad och kommunalskatt."),
    }
    names = {"society": _("Samhällets kostnad"), "public": _("Offentlig sektor"), "kommun": _("Varav kommunen")}
    for actor, explanation in explanations.items():
        if actor in base.total:
            value = base.total[actor]
            out.append(KeyFigure(names[actor], mkr(value.mean), _within(value), explanation))
    share = base.excluded.long_term_share
    spread = "" if is_certain(share) else _interval(f"{number(100 * share.p5, 1)}–{percent(share.p95, 1)}")
    definition = _(base.excluded.definition).rstrip(".")
    measure = _("Mått: {definition}.").format(definition=definition)
    out.append(KeyFigure(_("Varaktigt utanför"), percent(share.mean, 1), spread, measure))
    return out


def command(document: RunDocument) -> str:
    """The command line that makes this run again."""
    words = [
        "exclusim",
        "run",
        document.case,
        "--preset",
        document.preset,
        "--persons",
        str(document.persons),
        "--replicates",
        str(document.replicates),
        "--seed",
        str(document.seed),
    ]
    return shlex.join(words)
