"""Sheet *Kalkylvärden*: the cells to change, and what the totals become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from exclusim.model.money import Actor, Convention
from exclusim.results.amounts import Amounts, Price, within_year
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.workbook.charts import Series, make_chart
from exclusim.results.workbook.live.parts import Block, Places, identifier, on_sheet
from exclusim.results.workbook.registers import trigger_in_words
from exclusim.results.workbook.sheet import ACCENT, AnyBook, AnySheet, Column, Formula, Headed, Row

__all__ = ["add", "begin", "finish"]

_SHOWN = ("society", "public", "kommun")
_LARGE = 1e12
_CHART_ROWS = 12


def begin[D: Headed](book: AnyBook[D], blocks: Sequence[Block]) -> tuple[AnySheet[D], int]:
    """The sheet with its explanation, and the row of the summary that :func:`finish` writes."""
    widths = [44, 20, 20, 16, 26, 20, 18, 17, 14, 60]
    sheet = book.sheet(_("Kalkylvärden"), _("Kalkylvärden att ändra: ränta, kostnader och priser"), widths)
    texts = [
        _(
            "Ändra de gula cellerna: räntan, när beloppen räknas, insatsernas kostnad och enhetskostnaderna. Bladen "
            "Nuvärden och Årsbelopp räknas om av sig själva. De andra bladen visar rapportens tal och ändras inte."
        ),
        _(
            "Osäkerheten följer inte med: intervall, sannolikheter och återbetalningstid kräver en ny körning. "
            "Medelvärdena följer med, för ett ändrat pris ändras med samma kvot i alla dragningar."
        ),
        _(
            "Ett pris ändras för sig: skatten på en ersättning följer inte med, förankrade kostnader skalas inte om "
            "till sin publicerade total, och vad människor gör i modellen påverkas inte."
        ),
    ]
    if any(block.amounts.convention is Convention.MONTHLY for block in blocks):
        texts.append(
            _(
                "Här räknas beloppen vid månadens slut. Årsbeloppen är valda så att nuvärdet stämmer vid rapportens "
                "ränta; vid en annan ränta är det nästan rätt."
            )
        )
    else:
        texts.append(_("Väljer du månadens slut antas beloppen vara jämnt fördelade över året."))
    sheet.paragraphs(texts, 7, boxed=True)
    sheet.heading(_("Så blir det, Mkr"))
    summary = sheet.row
    rows = sum(len(_summed(block)) for block in blocks) * len(_SHOWN)
    sheet.row += max(rows, _CHART_ROWS) + 3
    return sheet, summary


def _summed(block: Block) -> list[int]:
    """Tables in the summary: what the baseline costs, and what each scenario gains."""
    return [n for n, table in enumerate(block.tables) if table.gain or n == 0]


def add[D: Headed](sheet: AnySheet[D], block: Block, number: int) -> Places:
    """The inputs of one block; ``number`` counts from 0."""
    if block.title:
        sheet.heading(block.title)
    rate, within = _rate(sheet, block.amounts, number)
    factors = _factors(sheet, block)
    return Places(rate, within, _prices(sheet, block.amounts), factors)


def _rate[D: Headed](sheet: AnySheet[D], amounts: Amounts, number: int) -> tuple[str, str]:
    rate, within = (identifier(text, number) for text in (_("Diskonteringsränta"), _("Faktor inom året")))
    sheet.heading(_("Ränta"))
    columns = [Column(_("Värde"), "text"), Column(_("I rapporten"), "percent"), Column(_("Ditt värde"), "percent")]
    top = sheet.row + 1
    choices = {convention: label(convention.value) for convention in Convention}
    factor = within_year(amounts.rate, amounts.convention)
    used = choices[amounts.convention]
    rows = [
        Row([_("Diskonteringsränta"), amounts.rate, None]),
        Row([_("Beloppen räknas"), used, None]),
        Row([_("Faktor inom året"), factor, None], style="value"),
    ]
    sheet.table(columns, rows)
    whole = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": 1,
        "error_title": _("Räntan"),
        "error_message": _("Skriv en ränta mellan 0 % och 100 %."),
    }
    cell = sheet.input(top, 2, amounts.rate, "percent", whole)
    listed = {"validate": "list", "source": list(choices.values()), "error_title": _("Beloppen räknas")}
    listed["error_message"] = _("Välj ett av alternativen i listan.")
    when = sheet.input(top + 1, 2, used, "text", listed)
    end, start = choices[Convention.END_OF_YEAR], choices[Convention.START_OF_YEAR]
    monthly = f"IF({rate}=0,1,(1-1/(1+{rate}))/(12*((1+{rate})^(1/12)-1)))"
    text = f'=IF({when}="{end}",1/(1+{rate}),IF({when}="{start}",1,{monthly}))'
    form = sheet.book.format(num_format="0.000000", align="right")
    sheet.raw.write_formula(top + 2, 2, text, form, factor)
    sheet.raw.write_number(top + 2, 1, factor, form)
    for name, address in ((rate, cell), (within, xl_rowcol_to_cell(top + 2, 2, row_abs=True, col_abs=True))):
        sheet.book.workbook.define_name(name, f"={on_sheet(sheet.name, address)}")
    return rate, within


def _factors[D: Headed](sheet: AnySheet[D], block: Block) -> dict[tuple[str, str], str]:
    """Factors on what is paid for the scenario itself and has no unit cost."""
    keys = list(
        dict.fromkeys(
            (name, row.account)
            for name, rows in block.amounts.scenarios.items()
            for row in rows
            if row.price is None and row.account in ("intervention", "casework")
        )
    )
    if not keys:
        return {}
    sheet.heading(_("Insatsernas kostnad"))
    sheet.note(_("100 % är som i rapporten. Ett scenario som bygger på ett annat har det andras kostnad i sin egen."))
    columns = [Column(_("Scenario"), "text"), Column(_("I rapporten"), "percent"), Column(_("Ditt värde"), "percent")]
    columns.append(Column(_("Kostnad"), "text"))
    top = sheet.row + 1
    sheet.table(columns, [Row([block.labels[name], 1.0, None, label(account)]) for name, account in keys])
    limits = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": 100,
        "error_title": _("Insatsernas kostnad"),
        "error_message": _("Skriv en andel av rapportens kostnad: 0 % eller mer."),
    }
    return {key: on_sheet(sheet.name, sheet.input(top + n, 2, 1.0, "percent", limits)) for n, key in enumerate(keys)}


def _prices[D: Headed](sheet: AnySheet[D], amounts: Amounts) -> list[str]:
    """Unit costs by payer; returns the address of each one's ratio, in the order of the document."""
    sheet.heading(_("Enhetskostnader"))
    sheet.note(_("Kronor för en person och månad, en händelse eller en person och år. Negativa skatter är intäkter."))
    payers = [*dict.fromkeys(name for actor in Actor for name in (actor.reported, actor.value))]

    def place(numbered: tuple[int, Price]) -> tuple[bool, int, int]:
        number, price = numbered
        return price.scope == "ordinary", payers.index(price.actor), number

    ordered = sorted(enumerate(amounts.prices), key=place)
    columns = [
        Column(_("Tjänst"), "text"),
        *(Column(_("I rapporten"), "kr"), Column(_("Ditt värde"), "kr"), Column(_("Kvot"), "value")),
        *(Column(title, "text") for title in (_("Betalas av"), _("Betalas till"), _("Per"), _("Slag"), _("Grund"))),
        Column(_("Utlöses av"), "wrap"),
    ]
    top = sheet.row + 1
    rows = [
        Row(
            [
                *(_(price.service), price.amount, None, Formula("=IF(B{row}=0,1,C{row}/B{row})", 1.0)),
                *(label(price.actor), label(price.payee) if price.payee else ""),
                *(_per(price.per), label(price.kind), label(price.basis)),
                "; ".join(trigger_in_words(trigger) for trigger in price.triggers),
            ]
        )
        for _number, price in ordered
    ]
    sheet.table(columns, rows, filtered=True)
    limits = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -_LARGE,
        "maximum": _LARGE,
        "error_title": _("Enhetskostnad"),
        "error_message": _("Skriv ett belopp i kronor."),
    }
    found: dict[int, str] = {}
    for offset, (number, price) in enumerate(ordered):
        sheet.input(top + offset, 2, price.amount, "kr", limits)
        found[number] = on_sheet(sheet.name, xl_rowcol_to_cell(top + offset, 3, row_abs=True, col_abs=True))
    return [found[number] for number in range(len(amounts.prices))]


def _per(per: str) -> str:
    return {"month": _("person och månad"), "event": _("händelse"), "year": _("person och år")}[per]


def finish[D: Headed](
    sheet: AnySheet[D],
    summary: int,
    blocks: Sequence[Block],
    found: Sequence[Mapping[tuple[int, str], tuple[str, float, float]]],
) -> None:
    """Write the summary of the main totals at the top.

    Args:
        sheet, summary: from :func:`begin`.
        blocks: in order.
        found: for each block (table's number, actor) → address of the main total, its value and the report's, tkr.
    """
    end, sheet.row = sheet.row, summary
    rows: list[Row] = []
    gains: list[bool] = []
    for block, cells in zip(blocks, found, strict=True):
        for number in _summed(block):
            table = block.tables[number]
            for actor in _SHOWN:
                address, value, report = cells[number, actor]
                gains.append(table.gain)
                live = Formula(f"={address}/1000", value / 1e3)
                less = Formula("=ROUND(C{row}-B{row},6)", round((value - report) / 1e3, 6))
                rows.append(Row([f"{table.name}: {label(actor)}", report * 1e3, live, less], strong=actor == "society"))
    titles = (_("I rapporten"), _("Med dina värden"), _("Skillnad"))
    first, last = sheet.table([Column(_("Total"), "text"), *(Column(t, "mkr") for t in titles)], rows)
    sheet.mark_changes(first, 3, last, 3)
    shown = first + gains.index(True) if True in gains else first
    series = [
        Series(sheet.name, _("I rapporten"), 1, shown, last, "#9aa3ad"),
        Series(sheet.name, _("Med dina värden"), 2, shown, last, ACCENT),
    ]
    title = _("Nettovinst i rapporten och med dina värden")
    if True not in gains:
        title = _("Kostnad i rapporten och med dina värden")
    chart = make_chart(sheet.book, "bar", title, series, unit=_("Mkr"), number_format="#,##0.0", reverse=True)
    sheet.place(chart, first - 1, 4, 620, 20 * max(len(rows) + 2, _CHART_ROWS))
    sheet.row = end
