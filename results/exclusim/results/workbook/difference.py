"""Sheet *Skillnader*: what each scenario changes, for whom, when and how surely. A gain is positive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exclusim.results.document import Difference
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.report.palette import actor_colour
from exclusim.results.workbook.actors import horizon_title, ordered, public_sum
from exclusim.results.workbook.charts import Series, make_chart
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet, Sum
from exclusim.results.workbook.summary import payback
from exclusim.results.yearly_net import WorstYear

__all__ = ["add"]

_LINES = {"society": ("solid", 3.0), "public": ("long_dash", 2.25), "kommun": ("solid", 1.5)}
_GAIN, _LOSS = "#2f6f5e", "#b3423a"


def add(book: Book) -> list[Callable[[], Any]]:
    """Returns the maker of the first difference's cumulative chart, for the summary; none without one."""
    document = book.document
    if not document.differences:
        return []
    sheet = book.sheet(
        _("Skillnader"), _("Skillnader mellan scenarierna, nuvärde i tkr"), [30] + [14.0] * 10, freeze_columns=1
    )
    sheet.note(_("En vinst är positiv. Nettovinst = vinst minus insatsens kostnad. Samma personer i båda scenarierna."))
    chart_rows: dict[str, int] = {}
    bars: dict[str, tuple[int, list[str]]] = {}
    for index, (name, difference) in enumerate(document.differences.items()):
        if index:
            sheet.page_break()
        sheet.row += 1
        scenario = document.scenarios[name].label
        repeated = difference.label.startswith(scenario)
        sheet.heading(_(difference.label) if repeated else f"{_(scenario)}: {_(difference.label)}")
        chart_rows[name] = sheet.row
        sheet.row += 17
        bars[name] = _table(sheet, difference)
        _parts(sheet, difference)
        _horizons(sheet, difference)
    sheet.raw.print_area(0, 0, sheet.row - 2, len(sheet.widths) - 1)
    sheet.heading(_("Ackumulerat netto per månad, diskonterat i tkr (underlag till diagrammen, skrivs inte ut)"))
    makers = []
    for name, difference in document.differences.items():
        maker = _cumulative(sheet, _(document.scenarios[name].label), difference)
        sheet.place(maker(), chart_rows[name], 0, 620, 325)
        sheet.place(_bars(sheet, difference, *bars[name]), chart_rows[name], 5, 560, 325)
        makers.append(maker)
    return makers[:1]


def _table(sheet: Sheet, difference: Difference) -> tuple[int, list[str]]:
    actors = ordered(difference.net)
    casework = difference.parts.get("casework", {})
    cost = _("Insatsens kostnad") if not casework else _("Insatsens och myndigheternas kostnad")
    columns = [
        Column(_("Aktör"), "text"),
        *(Column(t) for t in (_("Vinst"), cost, _("Nettovinst"), *sheet.book.bounds)),
        Column(_("Vinst första mandatperioden")),
        Column(_("Sannolikhet för förlust"), "percent"),
        Column(_("Återbetald efter år"), "decimal"),
        Column(_("Djupaste underskott")),
        Column(_("… i månad"), "plain"),
    ]
    intervention = difference.parts.get("intervention", {})
    rows = []
    for actor in actors:
        net, term = difference.net[actor], difference.term.get(actor)
        deepest = difference.deepest_deficit.get(actor, {})
        paid = difference.payback_month
        rows.append(
            Row(
                [
                    label(actor),
                    difference.gain[actor].mean if actor in difference.gain else None,
                    intervention[actor] + casework.get(actor, 0.0) if actor in intervention else None,
                    Sum(net.mean, columns=(1, 2)),
                    *sheet.book.spread(net),
                    term.mean if term else None,
                    difference.probability_loss.get(actor),
                    payback(paid[actor]) if actor in paid else None,
                    deepest.get("amount"),
                    deepest.get("month"),
                ],
                strong=actor in ("public", "society"),
            )
        )
    first, _last = sheet.table(columns, rows)
    sheet.row -= 1
    sheet.note(_("genast = går aldrig med underskott; nej = återbetalas inte inom horisonten; – = beräknas inte."))
    sheet.row += 1
    return first, actors


def _parts(sheet: Sheet, difference: Difference) -> None:
    titles = {
        "exclusion": _("Utanförskap"),
        "ordinary": _("Vanligt liv"),
        "before": _("Före kalkylens start"),
        "intervention": _("Insatsens kostnad"),
        "displacement": _("Undanträngning"),
        "casework": _("Myndigheternas arbete"),
    }
    parts = [part for part in titles if difference.parts.get(part)]
    if not parts:
        return
    actors = ordered(difference.net)
    sheet.keep(len(actors) + 4)
    sheet.heading(_("Varav, medelvärde i tkr"))
    summed = tuple(range(1, len(parts) + 1))
    rows = [
        Row(
            [
                label(actor),
                *(difference.parts[part].get(actor, 0.0) for part in parts),
                Sum(difference.net[actor].mean, columns=summed),
            ],
            strong=actor in ("public", "society"),
        )
        for actor in actors
    ]
    columns = [Column(_("Aktör"), "text"), *(Column(titles[part]) for part in parts), Column(_("Nettovinst"))]
    sheet.table(columns, rows)


def _horizons(sheet: Sheet, difference: Difference) -> None:
    """Net by horizon, and beside it each actor's worst year."""
    horizons = [h for h in ("1", "4", "8", "20", "65") if h in difference.horizons]
    worst = {} if difference.by_year is None else difference.by_year.worst
    if not horizons and not worst:
        return
    actors = ordered(difference.net)
    sheet.keep(len(actors) + 5)
    sheet.heading(_("Nettovinst per horisont, medelvärde i tkr"))
    payers = public_sum(actors)
    rows = []
    for actor in actors:
        cells: list[object] = [label(actor)]
        for key in horizons:
            value = difference.horizons[key].get(actor)
            cells.append(None if value is None else Sum(value.mean, rows=payers if actor == "public" else ()))
        if worst:
            cells += _worst(worst.get(actor))
        rows.append(Row(cells, strong=actor in ("public", "society")))
    columns = [Column(_("Aktör"), "text"), *(Column(horizon_title(key)) for key in horizons)]
    if worst:
        columns += [Column(_("Sämsta år"), "plain"), Column(_("Netto det året, odiskonterat"))]
    sheet.table(columns, rows)


def _worst(found: WorstYear | None) -> list[object]:
    """The calendar year, or else what the year is called, and its net; empty where no year is a loss."""
    if found is None or found.amount.mean >= 0:
        return [None, None]
    return [found.calendar or found.year, found.amount.mean]


def _bars(sheet: Sheet, difference: Difference, first: int, actors: list[str]) -> Any:
    payers = [actor for actor in actors if actor not in ("public", "society")]
    colours = [_GAIN if difference.net[actor].mean >= 0 else _LOSS for actor in payers]
    series = Series(sheet.name, _("Nettovinst"), 3, first, first + len(payers) - 1, _GAIN, points=tuple(colours))
    return make_chart(
        sheet.book,
        "bar",
        _("Vinnare och förlorare"),
        [series],
        unit=_("Nettovinst, Mkr"),
        number_format="#,##0.0,",
        legend="none",
        reverse=True,
    )


def _cumulative(sheet: Sheet, name: str, difference: Difference) -> Callable[[], Any]:
    net = difference.cumulative.net
    actors = [a for a in ("society", "public", "kommun") if a in net] + [
        a for a in ordered(net) if a not in ("society", "public", "kommun")
    ]
    columns = [Column(_("År från insatsens start"), "decimal")]
    for actor in actors:
        columns += [Column(label(actor)), Column(f"{label(actor)}, 5 %"), Column(f"{label(actor)}, 95 %")]
    rows = []
    for point, month in enumerate(difference.cumulative.months):
        bands = [(net[a].mean[point], net[a].p5[point], net[a].p95[point]) for a in actors]
        rows.append(Row([month / 12, *(value for band in bands for value in band)]))
    sheet.note(name)
    first, last = sheet.table(columns, rows)
    series = []
    for index, actor in enumerate(actors):
        if actor in _LINES:
            dash, width = _LINES[actor]
            colour = actor_colour(actor)
            column = 1 + 3 * index
            series.append(Series(sheet.name, label(actor), column, first, last, colour, dash=dash, width=width))
    if sheet.book.bounds:
        for column, bound in ((2, "5 %"), (3, "95 %")):
            text = f"{label(actors[0])}, {bound}"
            colour = actor_colour(actors[0])
            series.append(Series(sheet.name, text, column, first, last, colour, dash="round_dot", width=1.0))

    def maker() -> Any:
        return make_chart(
            sheet.book,
            "scatter",
            _("{scenario}: ackumulerat netto").format(scenario=name),
            series,
            unit=_("Mkr, diskonterat"),
            subtype="straight",
            x_title=_("År från insatsens start"),
            number_format="#,##0,",
            x_max=max(1, round(difference.cumulative.months[-1] / 12)),
        )

    return maker
