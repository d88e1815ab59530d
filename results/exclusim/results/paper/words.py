"""What a politician reads first: the question, the answer and what follows from it, in whole sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from babel.dates import format_date

from exclusim.model.money import PUBLIC
from exclusim.results.interval import Interval
from exclusim.results.labels import duration, interval_mkr, label, locale, mkr, percent
from exclusim.results.language import _
from exclusim.results.report.parts import is_certain
from exclusim.results.reporting.document import DecisionRecord

__all__ = [
    "answer",
    "asked",
    "best_of",
    "dated",
    "follow_up",
    "footer",
    "losers",
    "moment",
    "over_time",
    "page_words",
    "paid_back",
    "spread",
]

_SMALL = 1_000.0
"""SEK: nobody is told to lose less."""


def spread(value: Interval) -> str:
    """``90 %-intervall 1,2–3,4 Mkr``; nothing where the value is certain."""
    return (
        "" if is_certain(value) else _("90 %-intervall {interval}").format(interval=interval_mkr(value.p5, value.p95))
    )


def moment(created: str) -> datetime | None:
    """When a document was made; None where it does not say so in a form that can be read."""
    try:
        return datetime.fromisoformat(created)
    except ValueError:
        return None


def dated(created: str) -> str:
    """``14 november 2026``."""
    found = moment(created)
    return created if found is None else format_date(found, "d MMMM y", locale=locale())


def page_words() -> tuple[str, str, str]:
    """What stands before, between and after the page number and the number of pages."""
    before, rest = _("Sida {page} av {pages}").split("{page}")
    between, after = rest.split("{pages}")
    return before, between, after


def footer(version: str, run: str, data: str = "") -> str:
    """Where the paper comes from, on every page."""
    line = _("Exclusim {version} · körning {run}").format(version=version, run=run)
    return f"{line} · data {data[:12]}" if data else line


def asked(records: Sequence[DecisionRecord], question: str) -> list[tuple[str, str]]:
    """The question, who asks and who decides; ``question`` is ours where nobody has stated one."""
    record = records[0] if records else None
    stated = None if record is None else record.question
    pairs = [(_("Frågan"), stated or question)]
    who = None if record is None else record.asked_by
    pairs.append((_("Vem frågar"), who or _("ej angivet")))
    if record is not None and record.alternatives:
        pairs.append((_("Alternativ"), "; ".join(record.alternatives)))
    if record is not None and record.decided_by:
        pairs.append((_("Beslutas av"), ", ".join(filter(None, (record.decided_by, record.decided)))))
    return pairs


def answer(
    idea: str, net: Mapping[str, Interval], payback: int | None, risk: float | None, horizon: int
) -> tuple[str, list[str]]:
    """The answer in one sentence, and the sentences that belong to it.

    Args:
        idea: the intervention's name.
        net: actor → gain minus cost, present value.
        payback: months until the public sector has its money back; None: never within the horizon.
        risk: probability that society loses; None where nothing is drawn.
        horizon: years.
    """
    society, public = net["society"], net.get("public")
    words = {"idea": idea, "amount": mkr(abs(society.mean)), "n": horizon}
    first = (
        _("{idea} ger samhället {amount} mer än insatsen kostar, sett över {n} år.").format(**words)
        if society.mean >= 0
        else _("{idea} kostar samhället {amount} mer än insatsen ger, sett över {n} år.").format(**words)
    )
    rest = []
    if public is not None:
        amount = mkr(abs(public.mean))
        if public.mean < 0:
            rest.append(_("Offentlig sektor förlorar {amount} på den tiden.").format(amount=amount))
        elif payback is None:
            rest.append(_("Offentlig sektor vinner {amount} på den tiden.").format(amount=amount))
        elif payback <= 0:
            rest.append(_("Offentlig sektor vinner {amount} och ligger aldrig ute med pengar.").format(amount=amount))
        else:
            rest.append(
                _("Offentlig sektor vinner {amount} och har fått tillbaka sina pengar efter {time}.").format(
                    amount=amount, time=duration(payback)
                )
            )
    if not is_certain(society):
        rest.append(
            _("Utfallet är osäkert: i nio fall av tio hamnar samhällets netto i spannet {interval}.").format(
                interval=interval_mkr(society.p5, society.p95)
            )
        )
    if risk is not None:
        rest.append(_("Risken att samhället förlorar på insatsen är {share}.").format(share=percent(risk)))
    return first, rest


def best_of(count: int, idea: str, net: Interval, horizon: int) -> str:
    """The answer where several are compared; ``net`` is society's of the idea that gives most."""
    if net.mean >= 0:
        text = _(
            "Av {n} jämförda insatser ger {idea} samhället mest: {amount} mer än den kostar, sett över {years} år."
        )
        return text.format(n=count, idea=idea, amount=mkr(net.mean), years=horizon)
    return _("Ingen av de {n} jämförda insatserna lönar sig i genomsnitt för samhället.").format(n=count)


def paid_back(month: int | None) -> str:
    """When the money is back, as a key figure."""
    if month is None:
        return _("inte inom tiden")
    return _("efter {time}").format(time=duration(month)) if month > 0 else _("genast")


def losers(net: Mapping[str, Interval]) -> str:
    """Which payers win and which lose."""
    lose = [a for a in PUBLIC if a in net and net[a].mean < -_SMALL]
    win = [a for a in PUBLIC if a in net and net[a].mean > _SMALL]
    sentences = []
    if win:
        sentences.append(_("Vinner i genomsnitt: {actors}.").format(actors=_listed(win, net)))
    if lose:
        sentences.append(_("Förlorar i genomsnitt: {actors}.").format(actors=_listed(lose, net)))
    elif win:
        sentences.append(_("Ingen offentlig aktör förlorar i genomsnitt."))
    return " ".join(sentences)


def _listed(actors: Sequence[str], net: Mapping[str, Interval]) -> str:
    ordered = sorted(actors, key=lambda actor: -abs(net[actor].mean))
    return ", ".join(f"{label(actor)} ({mkr(net[actor].mean)})" for actor in ordered)


def over_time(lowest: float, month: float, payback: int | None) -> str:
    """The hump in words, of the public sector.

    Args:
        lowest: of the mean cumulated net, SEK; zero or below.
        month: when that is, from the start of the intervention.
        payback: months until the money is back; None: never within the horizon.
    """
    if lowest >= -_SMALL:
        return _("Offentlig sektor ligger aldrig ute med pengar.")
    depth = _("Som mest ligger offentlig sektor ute med {amount}, efter {time}.").format(
        amount=mkr(-lowest), time=duration(round(month))
    )
    if payback is None:
        return depth + " " + _("Pengarna kommer inte tillbaka inom kalkylens tid.")
    return depth + " " + _("Pengarna är tillbaka efter {time}.").format(time=duration(payback))


def follow_up(records: Sequence[DecisionRecord]) -> list[str]:
    """Who follows up, when, and at which limits the project is mended or stopped."""
    if not records:
        return []
    record = records[0]
    who = record.followed_up_by or _("ej angivet")
    found = [_("Vem följer upp: {who}.").format(who=who)]
    if record.reviews:
        found.append(_("Uppföljning: {months}.").format(months=", ".join(record.reviews)))
    rule = record.rule
    if rule is not None:
        found.append(
            _(
                "Gränser för {actor}: laga om risken för förlust är över {mend}, stoppa om det som återstår förlorar "
                "med mer än {stop} sannolikhet."
            ).format(actor=label(rule.actor), mend=percent(rule.mend_above), stop=percent(rule.stop_above))
        )
    return found
