"""A comparison in sentences, in Swedish: which pays, for whom, when, how surely, who loses, and the deal."""

from __future__ import annotations

from exclusim.model.money import PUBLIC
from exclusim.results.compare.agreements import Transfer
from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.labels import NBSP, duration, interval_mkr, label, mkr, number, percent

__all__ = ["answer", "deal_in_words", "headline", "joined", "meaning", "payback"]

_SMALL = 1_000.0  # SEK: nobody is told to lose less


def joined(words: list[str]) -> str:
    """``a, b och c``."""
    return " och ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def meaning(document: CompareDocument) -> str:
    return (
        f"90{NBSP}%-intervall över {number(document.replicates)} dragningar, osäkra indata och slumpen i en grupp av "
        "den här storleken tillsammans."
    )


def payback(month: int | None) -> str:
    if month is None:
        return "betalar sig inte"
    return duration(month) if month else "genast"


def headline(document: CompareDocument) -> str:
    """The answer in one sentence."""
    actor = label(document.headline).lower()
    if document.best is None:
        return f"Ingen av insatserna lönar sig i genomsnitt för {actor}, sett över {document.horizon_years}{NBSP}år."
    best = document.scenarios[document.best]
    net = best.net[document.headline]
    return (
        f"{best.label} ger mest för {actor}: {mkr(net.mean)} netto på {document.horizon_years}{NBSP}år "
        f"({interval_mkr(net.p5, net.p95)}), med {percent(net.probability_loss)} risk för förlust."
    )


def answer(document: CompareDocument, scenario: ScenarioComparison) -> list[str]:
    """What to know about one scenario: gain, when, who wins and loses."""
    society, public = scenario.net["society"], scenario.net["public"]
    winners = [label(a) for a in PUBLIC if scenario.net[a].mean > _SMALL]
    losers = [f"{label(a)} ({mkr(scenario.net[a].mean)})" for a in PUBLIC if scenario.net[a].mean < -_SMALL]
    found = [
        f"Samhället: {mkr(society.mean)}, medelfel {mkr(society.se)}. Risk för förlust "
        f"{percent(society.probability_loss)}. Offentlig sektor: {mkr(public.mean)}, risk "
        f"{percent(public.probability_loss)}.",
        _when(scenario),
    ]
    if winners or losers:
        gain = f"Vinner: {joined(winners)}." if winners else "Ingen offentlig aktör vinner."
        found.append(gain + (f" Förlorar: {joined(losers)}." if losers else " Ingen offentlig aktör förlorar."))
    if scenario.break_even_successes is not None and scenario.cost["society"].mean > 0:
        found.append(
            f"Pengarna är tillbaka för samhället om {number(scenario.break_even_successes, 1)} personer undgår "
            "långvarigt "
            f"utanförskap; insatsen når {number(scenario.reached.mean)}."
        )
    return found


def _when(scenario: ScenarioComparison) -> str:
    public = scenario.payback_month["public"]
    deepest = scenario.deepest_deficit["public"]
    if public is None:
        back = "betalar sig aldrig inom horisonten för offentlig sektor"
    else:
        back = f"är återbetald för offentlig sektor {'genast' if public == 0 else f'efter {duration(public)}'}"
    hump = (
        f"; djupast under noll är {mkr(deepest.amount)} efter {duration(deepest.month)}" if deepest.amount < 0 else ""
    )
    return f"Insatsen {back}{hump}."


def paid(transfers: list[Transfer]) -> str:
    """``regionen betalar 0,20 Mkr till kommunen och …``, to follow a colon."""
    return joined([f"{_inside(t.source)} betalar {mkr(t.amount)} till {_inside(t.to)}" for t in transfers])


def _inside(actor: str) -> str:
    name = label(actor)
    return name if actor in ("arbetsformedlingen", "forsakringskassan") else name[:1].lower() + name[1:]


def deal_in_words(document: CompareDocument, scenario: ScenarioComparison) -> list[str]:
    """The deal of one scenario as paragraphs."""
    deal = scenario.deal
    found: list[str] = []
    if deal.missing > _SMALL:
        found.append(
            f"Det finns inget avtal utan förlorare: offentlig sektor förlorar tillsammans {mkr(deal.missing)} i "
            "genomsnitt. Någon utanför, eller den som vinner på produktionen, måste skjuta till så mycket."
        )
    elif deal.transfers:
        found.append(f"Så förlorar ingen i genomsnitt: {paid(deal.transfers)}.")
    else:
        found.append("Ingen offentlig aktör förlorar i genomsnitt. Inga betalningar behövs.")
    if deal.missing <= _SMALL:
        early = sum(deal.each_term.advanced)
        if early > _SMALL:
            found.append(
                f"Ska ingen förlora i någon mandatperiod behövs en fond som förskotterar {mkr(early)} och får "
                "tillbaka lika "
                "mycket, i nuvärde, ur senare vinster."
            )
        sure = percent(deal.sure)
        if deal.sure_missing > _SMALL:
            found.append(
                f"Att var och en ska slippa förlora med {sure} säkerhet går inte utan {mkr(deal.sure_missing)} utifrån."
            )
        elif deal.sure_transfers:
            found.append(f"Med {sure} säkerhet för var och en: {paid(deal.sure_transfers)}.")
    for gone in deal.departures:
        who = label(gone.payer)
        if gone.worth_keeping:
            found.append(
                f"{who} förlorar {mkr(gone.loses)}. Lämnar den och projektet upphör går de andra miste om "
                f"{mkr(gone.lost_if_it_ends)}: de tjänar på att ersätta den."
            )
        else:
            found.append(
                f"{who} förlorar {mkr(gone.loses)}, mer än de andra vinner ({mkr(gone.others_gain)}): de kan inte "
                "ersätta "
                "den och ändå vinna."
            )
    return found
