"""Tables of the fault page."""

from __future__ import annotations

from exclusim.results.document import Interval
from exclusim.results.labels import NBSP, label, mkr, number, percent, unit
from exclusim.results.report.parts import Cell, Table, amount, is_certain, table

from .document import FaultDocument
from .words import removal_text

__all__ = [
    "agencies_table",
    "assumptions_table",
    "definitions_table",
    "faults_table",
    "kinds_table",
    "payers_table",
    "sensitivity_table",
]


_SHORT = {
    "public": "Offentligt",
    "arbetsformedlingen": "AF",
    "forsakringskassan": "FK",
    "kommun": "Kommun",
    "region": "Region",
    "rattsvasende": "Rätt",
    "ovriga": "Staten",
    "production": "Produktion",
}
"""Names that fit a table of nine columns."""


def _plain(value: Interval, decimals: int = 1) -> Cell:
    dash = "–" if value.p5 >= 0 else f"{NBSP}till{NBSP}"
    sub = "" if is_certain(value) else f"{number(value.p5, decimals)}{dash}{number(value.p95, decimals)}"
    return Cell(number(value.mean, decimals), sub)


def _share(value: Interval) -> Cell:
    sub = "" if is_certain(value) else f"{number(100 * value.p5)}–{percent(value.p95)}"
    return Cell(percent(value.mean), sub)


def faults_table(document: FaultDocument) -> Table:
    """How common each fault is, what removing it alone gives, and how sure its rank is."""
    rows: list[list[Cell | str]] = [
        [
            f"{row.rank}. {row.label}",
            _share(row.incidence.share),
            _plain(row.incidence.months),
            _plain(row.incidence.episodes),
            _plain(row.exclusion_years_interval),
            amount(row.removed["society"], gain=True),
            amount(row.removed["public"], gain=True),
            percent(row.probability_rank.top3),
        ]
        for row in document.faults
    ]
    return table(
        "Hur vanligt felet är, och vad som händer när det ensamt tas bort",
        ["Systemfel", "Möter det", "Månader", "Gånger", "Personår", "Samhället", "Offentligt", "Topp 3"],
        rows,
        foot="Månader och gånger är per person i hela gruppen. Personår i utanförskap som försvinner, och belopp, "
        "gäller när bara det felet tas bort. Topp 3: andel av dragningarna där felet är bland de tre dyraste.",
    )


def payers_table(document: FaultDocument) -> Table:
    """Each fault's share of the whole, by payer."""
    columns = ["society", "public", *document.payers]
    rows: list[list[Cell | str]] = [
        [row.label, *(mkr(row.shapley[actor].mean).removesuffix(f"{NBSP}Mkr") for actor in columns)]
        for row in document.faults
    ]
    rows.append(
        ["Alla tillsammans", *(mkr(document.joint[actor].mean).removesuffix(f"{NBSP}Mkr") for actor in columns)]
    )
    return table(
        "Vem betalar för varje fel (Mkr, andel av helheten)",
        ["Systemfel", *(_SHORT.get(column, label(column)) for column in columns)],
        rows,
        strong=frozenset({len(rows) - 1}),
        foot="Mkr. AF: Arbetsförmedlingen, FK: Försäkringskassan. Offentlig sektor är summan av de sex aktörerna. "
        "Samhället är resurser och produktionsbortfall: transfereringar och skatter flyttar bara pengar.",
    )


def kinds_table(document: FaultDocument) -> Table:
    """The whole by kind."""
    rows: list[list[Cell | str]] = [[label(kind), amount(value)] for kind, value in document.joint_by_kind.items()]
    return table("Vad det består av när alla fel tas bort", ["Slag", "Nuvärde"], rows)


def agencies_table(document: FaultDocument) -> Table:
    """Helped, waiting and refused in today's system."""
    rows: list[list[Cell | str]] = [
        [row.label, _plain(row.helped), _plain(row.waiting), _plain(row.wait_months), _plain(row.refused)]
        for row in document.agencies
    ]
    return table(
        "Hjälpta, väntande och nekade i dagens system",
        ["Verksamhet", "Får hjälp en vanlig månad", "I kö en vanlig månad", "Väntan, månader", "Nekade per år"],
        rows,
        foot="Personer i den verkliga gruppen. Väntan: medelvärde över dem som kommer till verksamheten. Nekade: svar "
        "som ”inte vårt”, ”för ung”, ”diagnos saknas” och ”årets pengar är slut” till någon som har ett behov.",
    )


def definitions_table(document: FaultDocument) -> Table:
    """Rule, definition and what removes each fault."""
    rows: list[list[Cell | str]] = [
        [
            row.label,
            row.rule,
            row.definition,
            _sentence([removal_text(change.parameter) for change in row.removal]),
        ]
        for row in document.faults
    ]
    head = ["Systemfel", "Regeln bakom", "Så syns det i akten", "Så tas det bort"]
    return table("Så är felen definierade", head, rows, text=4)


def _sentence(parts: list[str]) -> str:
    """Parts as one sentence, each once.

    >>> _sentence(["ingen hamnar fel", "hela behovet ses"])
    'Ingen hamnar fel, hela behovet ses.'
    """
    text = ", ".join(dict.fromkeys(parts))
    return f"{text[0].upper()}{text[1:]}."


def assumptions_table(document: FaultDocument) -> Table:
    """Every number behind the rules, with its source."""
    rows: list[list[Cell | str]] = [
        [
            item.name,
            f"{number(item.value, 3).rstrip('0').rstrip(',')} {unit(item.unit)}",
            item.prior,
            Cell("Antagande" if item.assumption else item.source_text, item.note, "assumed" if item.assumption else ""),
        ]
        for item in document.assumptions
    ]
    return table("Antaganden om reglerna", ["Parameter", "Värde", "Spridning", "Källa"], rows, text=4)


def sensitivity_table(document: FaultDocument) -> Table | None:
    """Which assumption drives which fault; None where nothing is beyond chance."""
    if not document.sensitivity:
        return None
    names = {row.name: row.label for row in document.faults}
    rows: list[list[Cell | str]] = [
        [
            Cell(row.parameter, "antagande" if row.assumption else "har källa"),
            names[row.fault],
            number(row.rho, 2),
        ]
        for row in document.sensitivity
    ]
    chance = document.sensitivity_pairs / 100
    return table(
        "Vilka antaganden styr vilka fel",
        ["Antagande", "Systemfel", "Rangkorrelation"],
        rows,
        text=2,
        foot=f"De fem dyraste felens andel mot varje tal om reglerna, över {number(document.draws)} dragningar. Bara "
        f"samband bortom slumpen på 1{NBSP}%-nivån visas; av {number(document.sensitivity_pairs)} jämförda par väntas "
        f"ändå {number(chance, 1)} stå här av en slump. Plus: ett högre tal gör felet dyrare. "
        "Det är en grov fingervisning; fler dragningar (--draws) gör den säkrare.",
    )
