"""Sheets *Antaganden*, *Kostnadsbok* and *Om körningen*: what the run rests on and how to repeat it."""

from __future__ import annotations

from exclusim.results.labels import label, unit
from exclusim.results.workbook.actors import account, society_rule
from exclusim.results.workbook.sheet import Book, Column, Row
from exclusim.results.workbook.summary import interval_note

__all__ = ["add_about", "add_assumptions", "add_costs"]


def add_assumptions(book: Book) -> None:
    if not book.document.assumptions:
        return
    widths = [42, 11, 20, 24, 14, 36, 12, 36]
    sheet = book.sheet("Antaganden", "Antaganden och källor", widths, freeze_columns=1)
    sheet.note("Centralvärden. Ett tal utan källa är ett antagande och har en vid fördelning.")
    columns = [
        Column("Parameter", "text"),
        Column("Värde", "value"),
        Column("Enhet", "text"),
        *(Column(title, "wrap") for title in ("Fördelning", "Källa")),
        Column("Källans text", "wrap"),
        Column("Antagande", "text"),
        Column("Anmärkning", "wrap"),
    ]
    rows = [
        Row(
            [
                *(a.name, a.value, unit(a.unit), a.prior, _source(a.source)),
                *("" if a.source_text == a.source else a.source_text, a.assumption, a.note),
            ]
        )
        for a in book.document.assumptions
    ]
    sheet.freeze_here()
    sheet.table(columns, rows, filtered=True)


def add_costs(book: Book) -> None:
    if not book.document.costs:
        return
    widths = [36, 32, 25, 14, 19, 12, 11, 12, 14, 16, 46]
    sheet = book.sheet(
        "Kostnadsbok",
        "Kostnadsbok: vad som betalas, av vem och hur säkert vi vet det",
        widths,
        freeze_columns=1,
    )
    sheet.note("Belopp i kr per person och månad, eller per händelse. Negativa skatter är intäkter.")
    text = ("Utlöses av", "Tjänst", "Betalas av", "Betalas till", "Slag")
    columns = [
        *(Column(title, "text") for title in text),
        Column("Belopp, kr", "kr"),
        *(Column(title, "text") for title in ("Per", "Grund", "Konto", "Källa")),
        Column("Anmärkning", "wrap"),
    ]
    rows = [
        Row(
            [
                _trigger(c.trigger),
                c.service,
                label(c.actor),
                label(c.payee) if c.payee else "",
                label(c.kind),
                c.amount,
                unit(c.per),
                label(c.basis),
                account(c.scope),
                _source(c.source),
                c.note,
            ]
        )
        for c in book.document.costs
    ]
    sheet.freeze_here()
    sheet.table(columns, rows, filtered=True)


def add_about(book: Book) -> None:
    document = book.document
    sheet = book.sheet("Om körningen", "Om körningen", [48, 100])
    sheet.facts(
        [
            ("Körning", document.run_id),
            ("Fall", document.case),
            ("Skapad", document.created),
            ("Programversion", document.code_version),
            ("Evidensens kontrollsumma", document.data_hash),
            ("Scenariots kontrollsumma", document.scenario_hash),
            ("Slumpfrö", str(document.seed)),
            ("Simulerade personer per replikat", document.persons),
            ("Personer i gruppen (resultaten är skalade hit)", document.cohort),
            ("Replikat", document.replicates),
            *(
                (f"Varians från {label(k)[:1].lower()}{label(k)[1:]}", _share(v))
                for k, v in document.uncertainty.items()
            ),
            ("Gör om körningen", _command(book)),
        ]
    )
    sheet.heading("Så läses siffrorna")
    for line in (
        "En kostnad är positiv på alla blad utom Skillnader, där en vinst är positiv.",
        society_rule(document.preset),
        "En aktörs kostnad är dess resurser och utbetalda transfereringar minus dess intäkter.",
        interval_note(document.replicates),
        "Uppmätt: publicerad enhetskostnad. Härledd: räknad från publicerade tal.",
        "Förankrad: okänd användning, skalad till en publicerad total. Antagen: utan källa.",
        "Tal som följer av andra tal på bladet är formler; de övriga är körningens resultat.",
    ):
        sheet.note(line)


def _source(source: str) -> str:
    return "antagande" if source == "assumption" else source


def _share(value: float) -> str:
    return f"{value * 100:.0f} %"


def _trigger(trigger: str) -> str:
    """``support:social_assistance`` in words."""
    kind, _, name = trigger.partition(":")
    words = {"activity": "Aktivitet", "support": "Försörjning", "status": "Tillstånd", "burden": "Belastning"}
    return f"{words.get(kind, 'Händelse')}: {label(name)}" if name else trigger


def _command(book: Book) -> str:
    document = book.document
    return (
        f"exclusim run {document.case} --preset {document.preset} --persons {document.persons} "
        f"--replicates {document.replicates} --seed {document.seed}"
    )
