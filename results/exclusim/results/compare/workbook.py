"""The comparison as a workbook: the same numbers as the page, one sheet by question."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.compare.information import GROUPS
from exclusim.results.compare.limit_tables import who_of
from exclusim.results.compare.live import blocks_of_comparison
from exclusim.results.compare.order import ranked
from exclusim.results.compare.set_figure import set_label
from exclusim.results.compare.words import deal_in_words, headline, meaning
from exclusim.results.labels import label
from exclusim.results.language import _, telling
from exclusim.results.workbook.file import workbook_at
from exclusim.results.workbook.live import add_live
from exclusim.results.workbook.reporting import add_checklist, add_decisions
from exclusim.results.workbook.sheet import AnyBook, Column, Row

__all__ = ["write_workbook"]


@telling
def write_workbook(document: CompareDocument, path: Path) -> None:
    """Write the comparison to ``path`` (``.xlsx``), atomically; the same comparison gives the same bytes.

    Raises:
        ExclusimError: the file cannot be written; an older one is then untouched.
    """
    with workbook_at(path) as workbook:
        created = datetime.fromisoformat(document.created).astimezone(UTC).replace(tzinfo=None)
        workbook.set_properties(
            {"title": _(document.title), "author": f"Exclusim {document.code_version}", "created": created}
        )
        book = AnyBook(workbook, document)
        _front(book, document)
        _actors(book, document)
        _years(book, document)
        add_live(book, blocks_of_comparison(document))
        _deal(book, document)
        _sure(book, document)
        _groups(book, document)
        _portfolio(book, document)
        labels = {name: _(scenario.label) for name, scenario in document.scenarios.items()}
        add_decisions(book, document.decisions, labels)
        add_checklist(book, document.checklist)


def _front(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet(_("Jämförelse"), _(document.title), [34, *[14] * 14])
    sheet.paragraphs([headline(document), *(_(note) for note in document.notes), meaning(document)], 10)
    columns = [
        Column(_("Insats"), "text"),
        Column(_("Kostnad, Mkr"), "mkr"),
        Column(_("Netto samhället, Mkr"), "mkr"),
        Column("5 %", "mkr"),
        Column("95 %", "mkr"),
        Column(_("Medelfel"), "mkr"),
        Column(_("Risk för förlust"), "percent"),
        Column(_("Netto offentligt, Mkr"), "mkr"),
        Column(_("Första mandatperioden, offentligt"), "mkr"),
        Column(_("Första året, offentligt"), "mkr"),
        Column(_("Återbetald, månad"), "integer"),
        Column(_("Djupast, Mkr"), "mkr"),
        Column(_("Nytta per krona"), "decimal"),
        Column(_("Undvikna år"), "decimal"),
        Column(_("Personer som måste lyckas"), "decimal"),
    ]
    rows = []
    for name in ranked(document):
        s = document.scenarios[name]
        society, public = s.net["society"], s.net["public"]
        rows.append(
            Row(
                [
                    _(s.label), s.cost["public"].mean, society.mean, society.p5, society.p95, society.se,
                    society.probability_loss, public.mean, s.term["public"].mean, s.year_one["public"].mean,
                    s.payback_month["public"], s.deepest_deficit["public"].amount, s.benefit_cost_ratio["society"],
                    s.avoided_years.mean, s.break_even_successes,
                ]
            )
        )  # fmt: skip
    sheet.table(columns, rows)


def _actors(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet(_("Aktörer"), _("Netto per aktör"), [34, *[13] * 12])
    columns = [
        Column(_("Aktör"), "text"), Column(_("Kostnad")), Column(_("Netto")), Column("5 %"), Column("95 %"),
        Column(_("Medelfel")), Column(_("Risk för förlust"), "percent"), Column(_("Första perioden")),
        Column(_("Första året")), Column(_("Pengar")), Column(_("Frigjord tid")), Column(_("Djupaste underskott")),
        Column(_("Återbetald, månad"), "integer"),
    ]  # fmt: skip
    for name in ranked(document):
        s = document.scenarios[name]
        sheet.heading(_("{scenario}, tkr").format(scenario=_(s.label)))
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
    sheet = book.sheet(_("Budgetår"), _("Netto per budgetår, odiskonterat"), [18, *[15] * len(REPORTED)])
    columns = [Column(_("År"), "plain"), *(Column(label(actor)) for actor in REPORTED)]
    for name in ranked(document):
        s = document.scenarios[name]
        sheet.heading(_("{scenario}, tkr").format(scenario=_(s.label)))
        rows = [Row([year, *(s.yearly[a][i] for a in REPORTED)]) for i, year in enumerate(s.years)]
        if s.worst_year:
            rows += _worst(s)
        sheet.table(columns, rows)


def _worst(s: ScenarioComparison) -> list[Row]:
    """Rows under a scenario's years: each actor's lowest net, when, and that year's budget where one is given."""
    found = [s.worst_year[actor] for actor in REPORTED]
    rows = [
        Row([_("Sämsta året"), *(one.amount.mean for one in found)], strong=True),
        Row([_("… vilket år"), *(one.calendar if one.amount.mean < 0 else None for one in found)], style="plain"),
    ]
    if any(one.limit is not None for one in found):
        rows.append(Row([_("Budget det året"), *(one.limit for one in found)]))
        rows.append(Row([_("Andel av budgeten"), *(one.share for one in found)], style="percent"))
    return rows


def _deal(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet(_("Avtal"), _("De minsta betalningarna utan förlorare"), [24, 24, 16, 16, 16, 16, 16])
    for name in ranked(document):
        s = document.scenarios[name]
        sheet.heading(_(s.label))
        sheet.paragraphs(deal_in_words(document, s), 6)
        if s.deal.transfers:
            columns = [Column(_("Från"), "text"), Column(_("Till"), "text"), Column(_("Belopp, tkr"))]
            sheet.table(columns, [Row([label(t.source), label(t.to), t.amount]) for t in s.deal.transfers])
        shared = s.sharing.outcomes
        columns = [Column(_("Riskdelning, tkr"), "text")]
        columns += [Column(title) for title in (_("Dåligt, ensam"), _("Väntat, ensam"), _("Gott, ensam"))]
        columns += [Column(title) for title in (_("Dåligt, med fond"), _("Väntat, med fond"), _("Gott, med fond"))]
        every = [shared["bad"], shared["expected"], shared["good"]]
        rows = [Row([label(a), *(o.alone[a] for o in every), *(o.payers[a] for o in every)]) for a in PUBLIC]
        sheet.table(columns, [*rows, Row([_("Fonden"), None, None, None, *(o.fund for o in every)])])


def _sure(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet(_("Osäkerhet"), _("Hur säkert, och vad mer kunskap är värd"), [44, *[16] * 12])
    names = ranked(document)
    titles = [Column(_(document.scenarios[n].label), "percent") for n in names]
    if document.acceptability is not None:
        found = document.acceptability
        sheet.heading(_("Sannolikhet att vinsten överstiger ett belopp"))
        rows = [Row([round(t / 1e6, 3), *(found.exceeds[n][i] for n in names)]) for i, t in enumerate(found.thresholds)]
        sheet.table([Column(_("Belopp, Mkr"), "decimal"), *titles], rows)
    sheet.heading(_("Andel av spridningen i samhällets vinst"))
    rows = [Row([_(text), *(document.scenarios[n].variance_shares[g] for n in names)]) for g, text in GROUPS.items()]
    rest = Row(
        [_("Slump och det som inte syns"), *(document.scenarios[n].variance_shares["unexplained"] for n in names)]
    )
    sheet.table([Column(_("Indata"), "text"), *titles], [*rows, rest])
    if document.information is not None:
        info = document.information
        sheet.heading(_("Värdet av att veta mer innan valet, tkr"))
        rows = [Row([_(text), info.partial[g]]) for g, text in GROUPS.items()]
        rows += [Row([_("Alla indata"), info.everything]), Row([_("Övre gräns, slumpen inräknad"), info.upper_bound])]
        sheet.table([Column(_("Indata"), "text"), Column(_("Värde"))], rows)


def _groups(book: AnyBook[CompareDocument], document: CompareDocument) -> None:
    sheet = book.sheet(_("Grupper"), _("Vilka som nås och vilka som har nytta"), [36, *[16] * 6])
    columns = [
        Column(_("Grupp"), "text"), Column(_("Av alla"), "percent"), Column(_("Av dem som nås"), "percent"),
        Column(_("Nås i gruppen"), "percent"), Column(_("Av nyttan"), "percent"),
        Column(_("Undvikna månader/person"), "residual"), Column(_("Samhällets vinst/person, kr"), "kr"),
    ]  # fmt: skip
    for name in ranked(document):
        s = document.scenarios[name]
        sheet.heading(_(s.label))
        rows = [
            Row(
                [
                    _(g.label), g.share_of_cohort, g.share_of_reached, g.share_reached, g.share_of_benefit,
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
    sheet = book.sheet(_("Uppsättningar"), _("Uppsättningar inom budgeten"), [60, *[16] * 6])
    sheet.note(_("Metod: {method}.").format(method=_(found.method)))
    columns = [
        Column(_("Insatser"), "wrap"), Column(_("Kostnad, Mkr"), "mkr"), Column(_("Vinst, Mkr"), "mkr"),
        Column(_("Utan samspel, Mkr"), "mkr"), Column(_("Sämsta tiondelen, Mkr"), "mkr"),
        Column(_("Simulerad"), "text"), Column(_("Effektiv"), "text"),
    ]  # fmt: skip
    sheet.table(
        columns,
        [
            Row([set_label(document, s.scenarios), s.cost, s.gain, s.added, s.cvar, s.simulated, s.efficient])
            for s in found.sets
        ],
    )
    if found.limits:
        sheet.heading(_("Vilken budget som begränsar"))
        columns = [
            Column(_("Budget"), "text"), Column(_("År"), "plain"), Column(_("Enhet"), "text"),
            Column(_("Tak"), "integer"), Column(_("Används"), "integer"), Column(_("Begränsar"), "text"),
            Column(_("Värde av 10 % mer, per enhet"), "residual"),
        ]  # fmt: skip
        sheet.table(
            columns,
            [
                Row([who_of(x.who), x.year, x.unit, x.limit, x.used, x.binding, x.worth_of_10_percent])
                for x in found.limits
            ],
        )
