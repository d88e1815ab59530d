"""Sheet *Årsbelopp*: every amount by year before discounting, and its present value at the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from exclusim.results.amounts import AmountRow, Valued
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.workbook.live.parts import Block, Places, Term, on_sheet
from exclusim.results.workbook.sheet import AnySheet, Column, Formula, Headed, Row

__all__ = ["Where", "add"]

_FIRST = 6  # column of the first year
_PAYER, _PAYEE, _SOCIETY = "C", "D", "E"


@dataclass(frozen=True, slots=True)
class Where:
    """Where a block's present values stand.

    Args:
        sheet: name of the sheet.
        columns: window → letter of its column.
        rows: (scenario, account) → first and last row, counted from 1; an account without amounts has none.
    """

    sheet: str
    columns: Mapping[tuple[int, int], str]
    rows: Mapping[tuple[str, str], tuple[int, int]]

    def sum_for(self, term: Term, window: tuple[int, int], actor: str, named: str) -> str:
        """What some accounts cost an actor whose name is in the cell ``named``, as a formula; empty where nothing."""
        found = [
            self.rows[term.scenario, account] for account in term.accounts if (term.scenario, account) in self.rows
        ]
        if not found:
            return ""
        first, last = found[0][0], found[-1][1]

        def column(letter: str) -> str:
            return on_sheet(self.sheet, f"${letter}${first}:${letter}${last}")

        amounts = column(self.columns[window])
        if actor == "society":
            return f"SUMIFS({amounts},{column(_SOCIETY)},1)"
        return f"SUMIFS({amounts},{column(_PAYER)},{named})-SUMIFS({amounts},{column(_PAYEE)},{named})"


def add[D: Headed](sheet: AnySheet[D], block: Block, places: Places) -> Where:
    """One block: factors by year at the top, then the amounts of each scenario."""
    valued = Valued(block.amounts)
    if block.title:
        sheet.heading(block.title)
    weights = _factors(sheet, block, places, valued)
    last = _FIRST + len(block.amounts.years)
    columns = {window: xl_col_to_name(last + n) for n, window in enumerate(block.windows)}
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for name, amounts in block.amounts.scenarios.items():
        sheet.heading(block.labels[name])
        titles = (_("Konto"), _("Tjänst"), _("Betalas av"), _("Betalas till"))
        head = [
            *(Column(title, "text") for title in titles),
            *(Column(_("Samhällets"), "plain"), Column(_("Kvot"), "value")),
            *(Column(str(year), "kr") for year in block.amounts.years),
            *(Column(_("Nuvärde {years}").format(years=block.span(window)), "kr") for window in block.windows),
        ]
        top, _last = sheet.table(head, [_row(block, name, row, places, weights, valued) for row in amounts])
        for offset, row in enumerate(amounts):
            at = top + offset + 1
            first, _latest = rows.get((name, row.account), (at, at))
            rows[name, row.account] = first, at
    return Where(sheet.name, columns, rows)


def _factors[D: Headed](
    sheet: AnySheet[D], block: Block, places: Places, valued: Valued
) -> Mapping[tuple[int, int], str]:
    """Discount factors by year and window; returns the range of each window's."""
    amounts = block.amounts
    count = len(amounts.years)
    sheet.heading(_("Diskonteringsfaktorer"))
    sheet.note(_("Samhällets: 1 där beloppet är en kostnad för samhället, 0 där det bara flyttar pengar."))
    top = sheet.row + 1
    blank = [""] * (_FIRST - 1)
    offsets = [year - amounts.start for year in range(count)]
    line, rows = top + 2, [Row([_("År från kalkylens start"), *blank, *offsets], style="plain")]
    rows.append(
        Row(
            [
                *(_("Diskonteringsfaktor"), *blank),
                *(
                    Formula(f"={places.within}*(1+{places.rate})^-{_year(n)}${top + 1}", float(valued.year_factors[n]))
                    for n in range(count)
                ),
            ]
        )
    )
    found: dict[tuple[int, int], str] = {}
    for window in block.windows:
        low, high = (bound - amounts.start for bound in window)
        cells = [
            Formula(
                f"=IF(AND({_year(n)}${top + 1}>={low},{_year(n)}${top + 1}<{high}),{_year(n)}${line},0)",
                float(valued.year_factors[n]) if low <= offsets[n] < high else 0.0,
            )
            for n in range(count)
        ]
        rows.append(Row([_("Faktor {years}").format(years=block.span(window)), *blank, *cells]))
        at = top + len(rows)
        found[window] = f"${_year(0)}${at}:${_year(count - 1)}${at}"
    columns = [Column(_("År"), "text"), *[Column("", "text")] * (_FIRST - 1)]
    sheet.table([*columns, *(Column(str(year), "factor") for year in amounts.years)], rows)
    return found


def _year(number: int) -> str:
    return str(xl_col_to_name(_FIRST + number))


def _row(
    block: Block,
    scenario: str,
    row: AmountRow,
    places: Places,
    weights: Mapping[tuple[int, int], str],
    valued: Valued,
) -> Row:
    price = None if row.price is None else block.amounts.prices[row.price]
    factor = places.factors.get((scenario, row.account)) if row.price is None else places.ratios[row.price]
    own = f"${_year(0)}{{row}}:${_year(len(row.by_year) - 1)}{{row}}"
    plain = row.account in block.amounts.undiscounted
    values = [
        Formula(
            f"=$F{{row}}*SUM({own})" if plain else f"=$F{{row}}*SUMPRODUCT({own},{weights[window]})",
            valued.present(scenario, row, window),
        )
        for window in block.windows
    ]
    return Row(
        [
            label(row.account),
            label(row.account) if price is None else _(price.service),
            label(row.actor) if row.actor else "",
            label(row.payee) if row.payee else "",
            int(row.society),
            1.0 if factor is None else Formula(f"={factor}", 1.0),
            *row.by_year,
            *values,
        ]
    )
