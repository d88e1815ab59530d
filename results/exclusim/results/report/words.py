"""The report's sentences: what the run is, what it found, and how sure that is."""

from __future__ import annotations

import shlex
from datetime import datetime

from babel.dates import format_date

from exclusim.results.document import Difference, Interval, RunDocument, ScenarioResult
from exclusim.results.labels import NBSP, duration, interval_mkr, label, mkr, number, percent

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
        return f"{number(document.cohort)}{NBSP}nyanlända"
    return f"en årskull på {number(document.cohort)}{NBSP}personer"


def horizon(document: RunDocument) -> str:
    """``20 år (23–42 års ålder)``."""
    text = f"{document.horizon_years}{NBSP}år"
    if document.start_age is None:
        return f"{text} från ankomsten"
    return f"{text} ({document.start_age}–{document.start_age + document.horizon_years - 1} års ålder)"


def _within(value: Interval) -> str:
    return "" if is_certain(value) else f"90{NBSP}%-intervall {interval_mkr(value.p5, value.p95)}"


def facts(document: RunDocument) -> list[tuple[str, str]]:
    """The perspective of the appraisal: no amount means anything without it."""
    try:
        date = format_date(datetime.fromisoformat(document.created), "d MMMM y", locale="sv_SE")
    except ValueError:
        date = document.created
    year = "framgår inte av källan" if document.price_year is None else str(document.price_year)
    return [
        ("Plats", document.place),
        ("Antaganden", label(document.preset)),
        ("Grupp", group(document)),
        ("Horisont", horizon(document)),
        ("Prisår", year),
        (
            "Kalkylränta",
            f"{percent(document.discount_rate, 1).replace(',0', '')} {label(document.convention)}",
        ),
        ("Beräknad", date),
    ]


def headline(document: RunDocument) -> str:
    """One sentence: what exclusion costs society and the public purse."""
    base = baseline(document)
    society, public = base.total.get("society"), base.total.get("public")
    where = f" i {document.place}" if document.place else ""
    if society is None:
        return f"Så fördelas kostnaden för utanförskap i {group(document)}{where} över {horizon(document)}."
    spread = _within(society)
    text = (
        f"Utanförskap i {group(document)}{where} kostar samhället {mkr(society.mean)} "
        f"över {horizon(document)}" + (f" – {spread}" if spread else "") + "."
    )
    if public is not None:
        text += f" Offentlig sektors nota är {mkr(public.mean)}" + (
            "."
            if document.preset == "flat-annuity"
            else ", bidrag och uteblivna skatter inräknade. De två summorna överlappar och ska inte läggas ihop."
        )
    name = next((key for key, scenario in document.scenarios.items() if scenario is base), "")
    if name in document.corrected_society:
        corrected = document.corrected_society[name]
        text += (
            f" Utan den dubbelräkning som källan gör är samhällets kostnad {mkr(corrected.mean)} "
            f"({interval_mkr(corrected.p5, corrected.p95)})."
        )
    return text


def payback(difference: Difference, actor: str) -> str:
    """``efter 6,5 år`` or ``inte inom horisonten``."""
    month = difference.payback_month.get(actor)
    return "inte inom horisonten" if month is None else f"efter {duration(month)}"


def verdict(document: RunDocument, difference: Difference) -> str:
    """One paragraph on one intervention, losses said as plainly as gains."""
    sentences: list[str] = []
    for actor, who in (("society", "Samhället"), ("public", "Offentlig sektor")):
        net = difference.net.get(actor)
        if net is None:
            continue
        verb = "vinner" if net.mean >= 0 else "förlorar"
        spread = _within(net)
        words = f"{who} {verb} {mkr(abs(net.mean))} netto" + (f" ({spread})" if spread else "")
        if actor in difference.payback_month:
            month = difference.payback_month[actor]
            words += (
                ", men får inte tillbaka pengarna inom horisonten"
                if month is None
                else f" och har fått tillbaka pengarna efter {duration(month)}"
            )
        if actor in difference.probability_loss:
            words += f"; sannolikheten för förlust är {percent(difference.probability_loss[actor])}"
        sentences.append(words + ".")
    sums = ("society", "public", "production")
    losers = [label(a) for a, v in difference.net.items() if a not in sums and v.mean < -500]
    if losers:
        sentences.append(f"Förlorar på det: {', '.join(losers)}.")
    return " ".join(sentences)


def key_figures(document: RunDocument) -> list[KeyFigure]:
    """The three or four numbers of the baseline that a reader remembers."""
    base = baseline(document)
    out: list[KeyFigure] = []
    published = document.preset == "flat-annuity"
    explanations = {
        "society": (
            "Som källan räknar: offentlig kostnad plus produktionsbortfall."
            if published
            else "Resurser som går åt plus värdet av arbete som inte blir av."
        ),
        "public": ("Som källan räknar." if published else "Verksamhet, bidrag och uteblivna skatter för sex aktörer."),
        "kommun": "Skola, socialtjänst, arbetsmarknad och kommunalskatt.",
    }
    names = {"society": "Samhällets kostnad", "public": "Offentlig sektor", "kommun": "Varav kommunen"}
    for actor, explanation in explanations.items():
        if actor in base.total:
            value = base.total[actor]
            out.append(KeyFigure(names[actor], mkr(value.mean), _within(value), explanation))
    share = base.excluded.long_term_share
    spread = (
        ""
        if is_certain(share)
        else (f"90{NBSP}%-intervall {percent(share.p5, 1).split(NBSP)[0]}–{percent(share.p95, 1)}")
    )
    definition = base.excluded.definition.rstrip(".")
    out.append(KeyFigure("Varaktigt utanför", percent(share.mean, 1), spread, f"Mått: {definition}."))
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
