"""A comparison in sentences, in the language spoken: which pays, for whom, when, how surely, who loses, the deal."""

from __future__ import annotations

from exclusim.model.money import PUBLIC
from exclusim.results.compare.agreements import Transfer
from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.labels import duration, interval_mkr, label, mkr, number, percent, years
from exclusim.results.language import SWEDISH, _, spoken

__all__ = ["answer", "deal_in_words", "headline", "inside", "joined", "listed", "losers", "meaning", "payback"]

_SMALL = 1_000.0  # SEK: nobody is told to lose less


def joined(words: list[str]) -> str:
    """``a, b och c``."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} och {last}").format(first=", ".join(words[:-1]), last=words[-1])


def inside(actor: str) -> str:
    """An actor's name inside a sentence."""
    names = {
        "society": _("samhället"),
        "public": _("offentlig sektor"),
        "kommun": _("kommunen"),
        "region": _("regionen"),
        "rattsvasende": _("rättsväsendet"),
        "ovriga": _("staten och övriga"),
        "production": _("produktionsbortfall"),
    }
    return names.get(actor) or label(actor)


def listed(actor: str) -> str:
    """Its name in a list after a colon, where Swedish keeps the capital."""
    return label(actor) if spoken() == SWEDISH else inside(actor)


def losers(scenario: ScenarioComparison) -> list[str]:
    """The public payers that lose in expectation."""
    return [actor for actor in PUBLIC if scenario.net[actor].mean < -_SMALL]


def meaning(document: CompareDocument) -> str:
    """What an interval of the document is."""
    return _(
        "{share}-intervall över {draws} dragningar, osäkra indata och slumpen i en grupp av den här storleken "
        "tillsammans."
    ).format(share=percent(0.9), draws=number(document.replicates))


def payback(month: int | None) -> str:
    """When the money is back, for a table."""
    if month is None:
        return _("betalar sig inte")
    return duration(month) if month else _("genast")


def headline(document: CompareDocument) -> str:
    """The answer in one sentence."""
    actor, horizon = inside(document.headline), years(document.horizon_years)
    if document.best is None:
        return _("Ingen av insatserna lönar sig i genomsnitt för {actor}, sett över {years}.").format(
            actor=actor, years=horizon
        )
    best = document.scenarios[document.best]
    net = best.net[document.headline]
    return _("{name} ger mest för {actor}: {net} netto på {years} ({interval}), med {risk} risk för förlust.").format(
        name=_(best.label),
        actor=actor,
        net=mkr(net.mean),
        years=horizon,
        interval=interval_mkr(net.p5, net.p95),
        risk=percent(net.probability_loss),
    )


def answer(document: CompareDocument, scenario: ScenarioComparison) -> list[str]:
    """What to know about one scenario: gain, when, who wins and loses."""
    society, public = scenario.net["society"], scenario.net["public"]
    found = [
        _(
            "Samhället: {society}, medelfel {error}. Risk för förlust {risk}. Offentlig sektor: {public}, risk "
            "{public_risk}."
        ).format(
            society=mkr(society.mean),
            error=mkr(society.se),
            risk=percent(society.probability_loss),
            public=mkr(public.mean),
            public_risk=percent(public.probability_loss),
        ),
        _when(scenario),
    ]
    winning = [listed(a) for a in PUBLIC if scenario.net[a].mean > _SMALL]
    losing = [f"{listed(a)} ({mkr(scenario.net[a].mean)})" for a in losers(scenario)]
    if winning or losing:
        win = _("Vinner: {actors}.").format(actors=joined(winning)) if winning else _("Ingen offentlig aktör vinner.")
        lose = (
            _("Förlorar: {actors}.").format(actors=joined(losing)) if losing else _("Ingen offentlig aktör förlorar.")
        )
        found.append(f"{win} {lose}")
    if scenario.break_even_successes is not None and scenario.cost["society"].mean > 0:
        found.append(
            _(
                "Pengarna är tillbaka för samhället om {n} personer undgår långvarigt utanförskap; insatsen når "
                "{reached}."
            ).format(n=number(scenario.break_even_successes, 1), reached=number(scenario.reached.mean))
        )
    return found


def _when(scenario: ScenarioComparison) -> str:
    back, deepest = scenario.payback_month["public"], scenario.deepest_deficit["public"]
    values = {
        "time": duration(back or 0),
        "amount": mkr(deepest.amount),
        "deepest": duration(deepest.month),
    }
    hump = deepest.amount < 0
    if back is None:
        text = (
            _(
                "Insatsen betalar sig aldrig inom horisonten för offentlig sektor; djupast under noll är {amount} "
                "efter {deepest}."
            )
            if hump
            else _("Insatsen betalar sig aldrig inom horisonten för offentlig sektor.")
        )
    elif back == 0:
        text = (
            _("Insatsen är återbetald för offentlig sektor genast; djupast under noll är {amount} efter {deepest}.")
            if hump
            else _("Insatsen är återbetald för offentlig sektor genast.")
        )
    else:
        text = (
            _(
                "Insatsen är återbetald för offentlig sektor efter {time}; djupast under noll är {amount} efter "
                "{deepest}."
            )
            if hump
            else _("Insatsen är återbetald för offentlig sektor efter {time}.")
        )
    return text.format(**values)


def paid(transfers: list[Transfer]) -> str:
    """``regionen betalar 0,20 Mkr till kommunen och …``, to follow a colon."""
    return joined(
        [
            _("{payer} betalar {amount} till {receiver}").format(
                payer=inside(t.source), amount=mkr(t.amount), receiver=inside(t.to)
            )
            for t in transfers
        ]
    )


def deal_in_words(document: CompareDocument, scenario: ScenarioComparison) -> list[str]:
    """The deal of one scenario as paragraphs."""
    deal = scenario.deal
    found: list[str] = []
    if deal.missing > _SMALL:
        found.append(
            _(
                "Det finns inget avtal utan förlorare: offentlig sektor förlorar tillsammans {amount} i genomsnitt. "
                "Någon utanför, eller den som vinner på produktionen, måste skjuta till så mycket."
            ).format(amount=mkr(deal.missing))
        )
    elif deal.transfers:
        found.append(_("Så förlorar ingen i genomsnitt: {payments}.").format(payments=paid(deal.transfers)))
    else:
        found.append(_("Ingen offentlig aktör förlorar i genomsnitt. Inga betalningar behövs."))
    if deal.missing <= _SMALL:
        found += _firmer(scenario)
    for gone in deal.departures:
        text = (
            _(
                "{actor} förlorar {loss}. Lämnar den och projektet upphör går de andra miste om {lost}: de tjänar på "
                "att ersätta den."
            )
            if gone.worth_keeping
            else _("{actor} förlorar {loss}, mer än de andra vinner ({gain}): de kan inte ersätta den och ändå vinna.")
        )
        found.append(
            text.format(
                actor=label(gone.payer),
                loss=mkr(gone.loses),
                lost=mkr(gone.lost_if_it_ends),
                gain=mkr(gone.others_gain),
            )
        )
    return found


def _firmer(scenario: ScenarioComparison) -> list[str]:
    """What it takes that nobody loses in any term, or surely."""
    deal, found = scenario.deal, []
    early = sum(deal.each_term.advanced)
    if early > _SMALL:
        found.append(
            _(
                "Ska ingen förlora i någon mandatperiod behövs en fond som förskotterar {amount} och får tillbaka lika "
                "mycket, i nuvärde, ur senare vinster."
            ).format(amount=mkr(early))
        )
    sure = percent(deal.sure)
    if deal.sure_missing > _SMALL:
        found.append(
            _("Att var och en ska slippa förlora med {sure} säkerhet går inte utan {amount} utifrån.").format(
                sure=sure, amount=mkr(deal.sure_missing)
            )
        )
    elif deal.sure_transfers:
        found.append(
            _("Med {sure} säkerhet för var och en: {payments}.").format(sure=sure, payments=paid(deal.sure_transfers))
        )
    return found
