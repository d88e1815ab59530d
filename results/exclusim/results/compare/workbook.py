"""The comparison as a workbook: the same numbers as the page, one sheet by question."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.compare.figures import ranked
from exclusim.results.compare.information import GROUPS
from exclusim.results.compare.limit_tables import who_of
from exclusim.results.compare.set_figure import set_label
from exclusim.results.compare.words import deal_in_words, headline, meaning
from exclusim.results.files import atomic_path, file_error
from exclusim.results.labels import label
from exclusim.results.workbook.reporting import add_checklist, add_decisions
from exclusim.results.workbook.sheet import AnyBook, Column, Row

__all__ = ["write_workbook"]

# Text stays text: a label such as "=cmd|…" must never become a formula or a link.
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "in_memory": True,
}


def write_workbook(document: CompareDocument, path: Path) -> None:
    """Write the comparison to ``path`` (``.xlsx``), atomically; the same comparison gives the same bytes.

    Raises:
        ExclusimError: the file cannot be written; an older one is then untouched.
    """
    with atomic_path(path) as temporary:
        workbook = xlsxwriter.Workbook(temporary, _OPTIONS)
        created = datetime.fromisoformat(document.created).astimezone(UTC).replace(tzinfo=None)
        workbook.set_properties(
            {"title": document.title, "author": f"Exclusim {document.code_version}", "created": created}
        )
        book = AnyBook(workbook, document)
        _front(book, document)
        _actors(book, document)
        _years(book, document)
        _deal(book, document)
        _sure(book, document)
        _groups(book, document)
        _portfolio(book, document)
        labels = {name: scenario.label for name, scenario in document.scenarios.items()}
        add_decisions(book, document.decisions, labels)
        add_checklist(book, document.checklist)
        try:
            workbook.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error))
            raise file_error(path, cause) from error


def _front(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet("Jämförelse", document.title, [34, *[14] * 14])
    sheet.paragraphs([headline(document), *document.notes, meaning(document)], 10)
    columns = [
        Column("Insats", "text"),
        Column("Kostnad, Mkr", "mkr"),
        Column("Netto samhället, Mkr", "mkr"),
        Column("5 %", "mkr"),
        Column("95 %", "mkr"),
        Column("Medelfel", "mkr"),
        Column("Risk för förlust", "percent"),
        Column("Netto offentligt, Mkr", "mkr"),
        Column("Första mandatperioden, offentligt", "mkr"),
        Column("Första året, offentligt", "mkr"),
        Column("Återbetald, månad", "integer"),
        Column("Djupast, Mkr", "mkr"),
        Column("Nytta per krona", "decimal"),
        Column("Undvikna år", "decimal"),
        Column("Personer som måste lyckas", "decimal"),
    ]
    rows = []
    for name in ranked(document):
        s = document.scenarios[name]
        society, public = s.net["society"], s.net["public"]
        rows.append(
            Row(
                [
                    s.label, s.cost["public"].mean, society.mean, society.p5, society.p95, society.se,
                    society.probability_loss, public.mean, s.term["public"].mean, s.year_one["public"].mean,
                    s.payback_month["public"], s.deepest_deficit["public"].amount, s.benefit_cost_ratio["society"],
                    s.avoided_years.mean, s.break_even_successes,
                ]
            )
        )  # fmt: skip
    sheet.table(columns, rows)


def _actors(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet("Aktörer", "Netto per aktör", [34, *[13] * 12])
    columns = [
        Column("Aktör", "text"), Column("Kostnad"), Column("Netto"), Column("5 %"), Column("95 %"), Column("Medelfel"),
        Column("Risk för förlust", "percent"), Column("Första perioden"), Column("Första året"), Column("Pengar"),
        Column("Frigjord tid"), Column("Djupaste underskott"), Column("Återbetald, månad", "integer"),
    ]  # fmt: skip
    for name in ranked(document):
        s = document.scenarios[name]
        sheet.heading(f"{s.label}, tkr")
        sheet.table(columns, [_actor_row(s, actor) for actor in REPORTED])


def _actor_row(s: ScenarioComparison, actor: str) -> Row:
    net = s.net[actor]
    cells = [
        label(actor), s.cost[actor].mean, net.mean, net.p5, net.p95, net.se, net.probability_loss, s.term[actor].mean,
        s.year_one[actor].mean, s.cashable[actor].mean, s.capacity[actor].mean, s.deepest_deficit[actor].amount,
        s.payback_month[actor],
    ]  # fmt: skip
    return Row(cells, strong=actor in ("society", "public"))


def _years(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet("Budgetår", "Netto per budgetår, odiskonterat", [10, *[15] * len(REPORTED)])
    columns = [Column("År", "plain"), *(Column(label(actor)) for actor in REPORTED)]
    for name in ranked(document):
        s = document.scenarios[name]
        sheet.heading(f"{s.label}, tkr")
        sheet.table(columns, [Row([year, *(s.yearly[a][i] for a in REPORTED)]) for i, year in enumerate(s.years)])


def _deal(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet("Avtal", "De minsta betalningarna utan förlorare", [24, 24, 16, 16, 16, 16, 16])
    for name in ranked(document):
        s = document.scenarios[name]
        sheet.heading(s.label)
        sheet.paragraphs(deal_in_words(document, s), 6)
        if s.deal.transfers:
            columns = [Column("Från", "text"), Column("Till", "text"), Column("Belopp, tkr")]
            sheet.table(columns, [Row([label(t.source), label(t.to), t.amount]) for t in s.deal.transfers])
        shared = s.sharing.outcomes
        columns = [Column("Riskdelning, tkr", "text")]
        columns += [Column(f"{case}, {how}") for how in ("ensam", "med fond") for case in ("Dåligt", "Väntat", "Gott")]
        every = [shared["bad"], shared["expected"], shared["good"]]
        rows = [Row([label(a), *(o.alone[a] for o in every), *(o.payers[a] for o in every)]) for a in PUBLIC]
        sheet.table(columns, [*rows, Row(["Fonden", None, None, None, *(o.fund for o in every)])])


def _sure(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet("Osäkerhet", "Hur säkert, och vad mer kunskap är värd", [44, *[16] * 12])
    names = ranked(document)
    titles = [Column(document.scenarios[n].label, "percent") for n in names]
    if document.acceptability is not None:
        found = document.acceptability
        sheet.heading("Sannolikhet att vinsten överstiger ett belopp")
        rows = [Row([round(t / 1e6, 3), *(found.exceeds[n][i] for n in names)]) for i, t in enumerate(found.thresholds)]
        sheet.table([Column("Belopp, Mkr", "decimal"), *titles], rows)
    sheet.heading("Andel av spridningen i samhällets vinst")
    rows = [Row([text, *(document.scenarios[n].variance_shares[g] for n in names)]) for g, text in GROUPS.items()]
    rest = Row(["Slump och det som inte syns", *(document.scenarios[n].variance_shares["unexplained"] for n in names)])
    sheet.table([Column("Indata", "text"), *titles], [*rows, rest])
    if document.information is not None:
        info = document.information
        sheet.heading("Värdet av att veta mer innan valet, tkr")
        rows = [Row([text, info.partial[g]]) for g, text in GROUPS.items()]
        rows += [Row(["Alla indata", info.everything]), Row(["Övre gräns, slumpen inräknad", info.upper_bound])]
        sheet.table([Column("Indata", "text"), Column("Värde")], rows)


def _groups(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet("Grupper", "Vilka som nås och vilka som har nytta", [36, *[16] * 6])
    columns = [
        Column("Grupp", "text"), Column("Av alla", "percent"), Column("Av dem som nås", "percent"),
        Column("Nås i gruppen", "percent"), Column("Av nyttan", "percent"),
        Column("Undvikna månader/person", "residual"), Column("Samhällets vinst/person, kr", "kr"),
    ]  # fmt: skip
    for name in ranked(document):
        s = document.scenarios[name]
        sheet.heading(s.label)
        rows = [
            Row(
                [
                    g.label, g.share_of_cohort, g.share_of_reached, g.share_reached, g.share_of_benefit,
                    g.avoided_months_per_person.mean, g.society_per_person.mean,
                ]
            )
            for g in s.groups
        ]  # fmt: skip
        sheet.table(columns, rows)


def _portfolio(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    found = document.portfolio
    if found is None:
        return
    sheet = book.sheet("Uppsättningar", "Uppsättningar inom budgeten", [60, *[16] * 6])
    sheet.note(f"Metod: {found.method}.")
    columns = [
        Column("Insatser", "wrap"), Column("Kostnad, Mkr", "mkr"), Column("Vinst, Mkr", "mkr"),
        Column("Utan samspel, Mkr", "mkr"), Column("Sämsta tiondelen, Mkr", "mkr"), Column("Simulerad", "text"),
        Column("Effektiv", "text"),
    ]  # fmt: skip
    sheet.table(
        columns,
        [
            Row([set_label(document, s.scenarios), s.cost, s.gain, s.added, s.cvar, s.simulated, s.efficient])
            for s in found.sets
        ],
    )
    if found.limits:
        sheet.heading("Vilken budget som begränsar")
        columns = [
            Column("Budget", "text"), Column("År", "plain"), Column("Enhet", "text"), Column("Tak", "integer"),
            Column("Används", "integer"), Column("Begränsar", "text"),
            Column("Värde av 10 % mer, per enhet", "residual"),
        ]  # fmt: skip
        sheet.table(
            columns,
            [
                Row([who_of(x.who), x.year, x.unit, x.limit, x.used, x.binding, x.worth_of_10_percent])
                for x in found.limits
            ],
        )
