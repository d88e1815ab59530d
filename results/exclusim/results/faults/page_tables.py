"""Tables of the fault page."""

from __future__ import annotations

from exclusim.results.document import Interval
from exclusim.results.labels import NBSP, label, mkr, number, percent, unit
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Table, amount, is_certain, table

from .document import FaultDocument
from .sentences import between
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


def _short(actor: str) -> str:
    """A name that fits a table of nine columns."""
    names = {
        "public": _("Offentligt"),
        "arbetsformedlingen": _("AF"),
        "forsakringskassan": _("FK"),
        "kommun": _("Kommun"),
        "region": _("Region"),
        "rattsvasende": _("Rätt"),
        "ovriga": _("Staten"),
        "production": _("Produktion"),
    }
    return names.get(actor, label(actor))


def _plain(value: Interval, decimals: int = 1) -> Cell:
    return Cell(number(value.mean, decimals), "" if is_certain(value) else between(value, decimals))


def _share(value: Interval) -> Cell:
    sub = "" if is_certain(value) else f"{number(100 * value.p5)}–{percent(value.p95)}"
    return Cell(percent(value.mean), sub)


def faults_table(document: FaultDocument) -> Table:
    """How common each fault is, what removing it alone gives, and how sure its rank is."""
    rows: list[list[Cell | str]] = [
        [
            f"{row.rank}. {_(row.label)}",
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
    head = [
        _("Systemfel"),
        _("Möter det"),
        _("Månader"),
        _("Gånger"),
        _("Personår"),
        _("Samhället"),
        _("Offentligt"),
        _("Topp 3"),
    ]
    foot = _(
        "Månader och gånger är per person i hela gruppen. Personår i utanförskap som försvinner, och belopp, "
        "gäller när bara det felet tas bort. Topp 3: andel av dragningarna där felet är bland de tre dyraste."
    )
    return table(_("Hur vanligt felet är, och vad som händer när det ensamt tas bort"), head, rows, foot=foot)


def payers_table(document: FaultDocument) -> Table:
    """Each fault's share of the whole, by payer."""
    columns = ["society", "public", *document.payers]
    rows: list[list[Cell | str]] = [
        [_(row.label), *(_amount(row.shapley[actor].mean) for actor in columns)] for row in document.faults
    ]
    rows.append([_("Alla tillsammans"), *(_amount(document.joint[actor].mean) for actor in columns)])
    return table(
        _("Vem betalar för varje fel (Mkr, andel av helheten)"),
        [_("Systemfel"), *map(_short, columns)],
        rows,
        strong=frozenset({len(rows) - 1}),
        foot=_(
            "Mkr. AF: Arbetsförmedlingen, FK: Försäkringskassan. Offentlig sektor är summan av de sex aktörerna. "
            "Samhället är resurser och produktionsbortfall: transfereringar och skatter flyttar bara pengar."
        ),
    )


def _amount(sek: float) -> str:
    """An amount without its unit, which the table's foot gives."""
    return mkr(sek).rpartition(NBSP)[0] or mkr(sek)


def kinds_table(document: FaultDocument) -> Table:
    """The whole by kind."""
    rows: list[list[Cell | str]] = [[label(kind), amount(value)] for kind, value in document.joint_by_kind.items()]
    return table(_("Vad det består av när alla fel tas bort"), [_("Slag"), _("Nuvärde")], rows)


def agencies_table(document: FaultDocument) -> Table:
    """Helped, waiting and refused in today's system."""
    rows: list[list[Cell | str]] = [
        [_(row.label), _plain(row.helped), _plain(row.waiting), _plain(row.wait_months), _plain(row.refused)]
        for row in document.agencies
    ]
    head = [
        _("Verksamhet"),
        _("Får hjälp en vanlig månad"),
        _("I kö en vanlig månad"),
        _("Väntan, månader"),
        _("Nekade per år"),
    ]
    foot = _(
        "Personer i den verkliga gruppen. Väntan: medelvärde över dem som kommer till verksamheten. Nekade: svar "
        "som ”inte vårt”, ”för ung”, ”diagnos saknas” och ”årets pengar är slut” till någon som har ett behov."
    )
    return table(_("Hjälpta, väntande och nekade i dagens system"), head, rows, foot=foot)


def definitions_table(document: FaultDocument) -> Table:
    """Rule, definition and what removes each fault."""
    rows: list[list[Cell | str]] = [
        [
            _(row.label),
            _(row.rule),
            _(row.definition),
            _sentence([removal_text(change.parameter) for change in row.removal]),
        ]
        for row in document.faults
    ]
    head = [_("Systemfel"), _("Regeln bakom"), _("Så syns det i akten"), _("Så tas det bort")]
    return table(_("Så är felen definierade"), head, rows, text=4)


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
            f"{number(item.value, 3).rstrip('0').rstrip(',.')} {unit(item.unit)}",
            item.prior,
            Cell(
                _("Antagande") if item.assumption else item.source_text,
                _(item.note),
                "assumed" if item.assumption else "",
            ),
        ]
        for item in document.assumptions
    ]
    head = [_("Parameter"), _("Värde"), _("Spridning"), _("Källa")]
    return table(_("Antaganden om reglerna"), head, rows, text=4)


def sensitivity_table(document: FaultDocument) -> Table | None:
    """Which assumption drives which fault; None where nothing is beyond chance."""
    if not document.sensitivity:
        return None
    names = {row.name: _(row.label) for row in document.faults}
    rows: list[list[Cell | str]] = [
        [
            Cell(row.parameter, _("antagande") if row.assumption else _("har källa")),
            names[row.fault],
            number(row.rho, 2),
        ]
        for row in document.sensitivity
    ]
    foot = _(
        "De fem dyraste felens andel mot varje tal om reglerna, över {draws} dragningar. Bara samband bortom slumpen "
        "på 1\u00a0%-nivån visas; av {pairs} jämförda par väntas ändå {chance} stå här av en slump. Plus: ett högre "
        "tal gör felet dyrare. Det är en grov fingervisning; fler dragningar (--draws) gör den säkrare."
    ).format(
        draws=number(document.draws),
        pairs=number(document.sensitivity_pairs),
        chance=number(document.sensitivity_pairs / 100, 1),
    )
    head = [_("Antagande"), _("Systemfel"), _("Rangkorrelation")]
    return table(_("Vilka antaganden styr vilka fel"), head, rows, text=2, foot=foot)
