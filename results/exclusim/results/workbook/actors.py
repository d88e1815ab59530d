"""Sheet *Aktörer*: cost per actor over every horizon, by kind, account and service."""

from __future__ import annotations

from collections.abc import Mapping

from exclusim.model.money import PUBLIC
from exclusim.results.document import Interval, ScenarioResult
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.workbook.charts import Series, make_chart
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet, Sum

__all__ = ["account", "add", "drawn", "horizon_title", "mean_cell", "ordered", "public_sum", "society_rule"]

_TINTS = ("#17456e", "#e3aa3c", "#2f8f86", "#93385a", "#9aa3ad")
_SUMS = ("public", "society")
FLAT = "flat-annuity"


def ordered(known: Mapping[str, object]) -> list[str]:
    """Payers first, so that a chart can take them as one range; then the two sums."""
    return [actor for actor in (*PUBLIC, "production", *_SUMS) if actor in known]


def public_sum(actors: list[str]) -> tuple[int, ...]:
    """Positions in ``actors`` of the public payers."""
    return tuple(index for index, actor in enumerate(actors) if actor in PUBLIC)


def drawn(actors: list[str]) -> list[int]:
    """Positions that together make up the whole, nothing twice and nothing missing."""
    if "public" in actors and len(public_sum(actors)) < len(PUBLIC):  # only some public payers are known
        return [index for index, actor in enumerate(actors) if actor in ("production", "public")]
    return [index for index, actor in enumerate(actors) if actor not in _SUMS]


def mean_cell(actors: list[str], actor: str, value: Interval | None) -> Sum | None:
    """The mean; for the public sector the sum of its payers in the rows above.

    The published examples add production and the public sector to society's cost; elsewhere that sum is not
    society's (transfers), and :class:`Sum` then writes the number.
    """
    if value is None:
        return None
    parts = {
        "public": public_sum(actors),
        "society": tuple(i for i, other in enumerate(actors) if other in ("production", "public")),
    }
    return Sum(value.mean, rows=parts.get(actor, ()))


def horizon_title(key: str) -> str:
    """Name of a horizon: ``8 år``."""
    if key == "65":
        return _("Till 65 års ålder")
    return _("1 år") if key == "1" else _("{n} år").format(n=key)


def account(scope: str) -> str:
    return _("Utanförskap") if scope == "exclusion" else _("Vanligt liv")


def society_rule(preset: str) -> str:
    """What society's cost is made of, in a sentence."""
    if preset == FLAT:
        return _("Den publicerade summan för samhället räknar med transfereringar, som bara flyttar pengar.")
    return _("Samhällets kostnad är resurser och produktion. Transfereringar och skatter flyttar bara pengar.")


def add(book: Book) -> None:
    document = book.document
    sheet = book.sheet(_("Aktörer"), _("Kostnad per aktör, nuvärde i tkr"), [38] + [14.0] * 11, freeze_columns=1)
    chart_row = sheet.row
    sheet.row += 13
    series: list[Series] = []
    for index, scenario in enumerate(document.scenarios.values()):
        sheet.keep(len(scenario.total) + 3)
        sheet.heading(_("{scenario}: kostnad per aktör, tkr").format(scenario=_(scenario.label)))
        first, _last = _totals(sheet, scenario, document.horizon_years)
        at = drawn(ordered(scenario.total))
        colour = _TINTS[index % len(_TINTS)]
        series.append(Series(sheet.name, _(scenario.label), 1, first + at[0], first + at[-1], colour))
    title = _("Kostnad per aktör över {n} år, medelvärde").format(n=document.horizon_years)
    chart = make_chart(book, "column", title, series, unit=_("Mkr"), number_format="#,##0,")
    sheet.place(chart, chart_row, 0, 1180, 245)
    for part in (_by_kind, _accounts, _services):
        for scenario in document.scenarios.values():
            part(sheet, scenario)


def _totals(sheet: Sheet, scenario: ScenarioResult, horizon: int) -> tuple[int, int]:
    book = sheet.book
    actors = ordered(scenario.total)
    horizons = [h for h in ("1", "4", "8", "20", "65") if h in scenario.horizons]
    rows = []
    for actor in actors:
        total, term = scenario.total[actor], scenario.term.get(actor)
        by_horizon = [mean_cell(actors, actor, scenario.horizons[h].get(actor)) for h in horizons]
        cells = [
            *(label(actor), mean_cell(actors, actor, total), *book.spread(total)),
            *(mean_cell(actors, actor, term), *book.spread(term)),
            *by_horizon,
        ]
        rows.append(Row(cells, strong=actor in _SUMS))
    main = _("{n} år, medel").format(n=horizon)
    titles = [main, *book.bounds, _("Första mandatperioden"), *book.bounds]
    titles += [horizon_title(h) for h in horizons]
    return sheet.table([Column(_("Aktör"), "text"), *(Column(title) for title in titles)], rows)


def _by_kind(sheet: Sheet, scenario: ScenarioResult) -> None:
    kinds = scenario.by_kind
    if not kinds:
        return
    spread = sheet.book.spread
    sheet.keep(len(kinds) + 6)
    sheet.heading(_("{scenario}: kostnad per slag, tkr").format(scenario=_(scenario.label)))
    sheet.note(society_rule(sheet.book.document.preset))
    moving = ("transfer", "revenue")
    summed = ("real", *moving, "production") if sheet.book.document.preset == FLAT else ("real", "production")
    costs = [kind for kind in summed if kind in kinds]
    moves = [kind for kind in moving if kind in kinds and kind not in costs]
    rows = [Row([label(kind), kinds[kind].mean, *spread(kinds[kind])]) for kind in (*costs, *moves)]
    society = scenario.total.get("society")
    if society is not None:
        total = Sum(society.mean, rows=tuple(range(len(costs))))
        rows.insert(len(costs), Row([label("society"), total, *spread(society)], strong=True))
    titles = (_("Medelvärde"), *sheet.book.bounds)
    sheet.table([Column(_("Slag"), "text"), *(Column(title) for title in titles)], rows)


def _accounts(sheet: Sheet, scenario: ScenarioResult) -> None:
    accounts = {
        _("Utanförskap i horisonten"): scenario.total,
        _("Utanförskap före horisonten"): scenario.before,
        _("Vanligt liv"): scenario.ordinary,
        _("Insatsens kostnad"): scenario.intervention,
    }
    shown = {title: amounts for title, amounts in accounts.items() if amounts}
    if len(shown) < 2:
        return
    actors = ordered(scenario.total)
    sheet.keep(len(actors) + 5)
    sheet.heading(_("{scenario}: konton, medelvärde i tkr").format(scenario=_(scenario.label)))
    sheet.note(_("Vanligt liv (skola, studier, föräldraledighet) är inte utanförskap men ändras av insatser."))
    rows = [
        Row(
            [label(actor), *(mean_cell(actors, actor, amounts.get(actor)) for amounts in shown.values())],
            strong=actor in _SUMS,
        )
        for actor in actors
    ]
    sheet.table([Column(_("Aktör"), "text"), *(Column(title) for title in shown)], rows)


def _services(sheet: Sheet, scenario: ScenarioResult) -> None:
    services = [service for service in scenario.services if abs(service.mean) >= 1.0]
    if not services:
        return
    sheet.keep(len(services) + 4)
    sheet.heading(_("{scenario}: kostnad per tjänst, nuvärde i tkr").format(scenario=_(scenario.label)))
    services.sort(key=lambda row: (row.scope, -abs(row.mean)))
    rows = [
        Row(
            [
                *(_(s.service), s.mean, label(s.actor), "", label(s.kind), ""),
                *(label(s.basis), account(s.scope)),
            ]
        )
        for s in services
    ]
    text = (_("Aktör"), "", _("Slag"), "", _("Grund"), _("Konto"))
    columns = [Column(_("Tjänst"), "text"), Column(_("Medelvärde")), *(Column(title, "text") for title in text)]
    sheet.table(columns, rows)
