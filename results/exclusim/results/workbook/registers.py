"""Sheets *Antaganden*, *Kostnadsbok* and *Om körningen*: what the run rests on and how to repeat it."""

from __future__ import annotations

from exclusim.results.labels import label, unit
from exclusim.results.language import _
from exclusim.results.workbook.actors import account, society_rule
from exclusim.results.workbook.sheet import Book, Column, Row
from exclusim.results.workbook.summary import interval_note

__all__ = ["add_about", "add_assumptions", "add_costs", "trigger_in_words"]


def add_assumptions(book: Book) -> None:
    if not book.document.assumptions:
        return
    widths = [42, 11, 20, 24, 14, 36, 12, 36]
    sheet = book.sheet(_("Antaganden"), _("Antaganden och källor"), widths, freeze_columns=1)
    sheet.note(_("Centralvärden. Ett tal utan källa är ett antagande och har en vid fördelning."))
    columns = [
        Column(_("Parameter"), "text"),
        Column(_("Värde"), "value"),
        Column(_("Enhet"), "text"),
        *(Column(title, "wrap") for title in (_("Fördelning"), _("Källa"))),
        Column(_("Källans text"), "wrap"),
        Column(_("Antagande"), "text"),
        Column(_("Anmärkning"), "wrap"),
    ]
    rows = [
        Row(
            [
                *(a.name, a.value, unit(a.unit), _(a.prior), _source(a.source)),
                *("" if a.source_text == a.source else _(a.source_text), a.assumption, _(a.note)),
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
        _("Kostnadsbok"),
        _("Kostnadsbok: vad som betalas, av vem och hur säkert vi vet det"),
        widths,
        freeze_columns=1,
    )
    sheet.note(_("Belopp i kr per person och månad, eller per händelse. Negativa skatter är intäkter."))
    text = (_("Utlöses av"), _("Tjänst"), _("Betalas av"), _("Betalas till"), _("Slag"))
    columns = [
        *(Column(title, "text") for title in text),
        Column(_("Belopp, kr"), "kr"),
        *(Column(title, "text") for title in (_("Per"), _("Grund"), _("Konto"), _("Källa"))),
        Column(_("Anmärkning"), "wrap"),
    ]
    rows = [
        Row(
            [
                trigger_in_words(c.trigger),
                _(c.service),
                label(c.actor),
                label(c.payee) if c.payee else "",
                label(c.kind),
                c.amount,
                unit(c.per),
                label(c.basis),
                account(c.scope),
                _source(c.source),
                _(c.note),
            ]
        )
        for c in book.document.costs
    ]
    sheet.freeze_here()
    sheet.table(columns, rows, filtered=True)


def add_about(book: Book) -> None:
    document = book.document
    sheet = book.sheet(_("Om körningen"), _("Om körningen"), [48, 100])
    sheet.facts(
        [
            (_("Körning"), document.run_id),
            (_("Fall"), document.case),
            (_("Skapad"), document.created),
            (_("Programversion"), document.code_version),
            (_("Evidensens kontrollsumma"), document.data_hash),
            (_("Scenariots kontrollsumma"), document.scenario_hash),
            (_("Slumpfrö"), str(document.seed)),
            (_("Simulerade personer per replikat"), document.persons),
            (_("Personer i gruppen (resultaten är skalade hit)"), document.cohort),
            (_("Replikat"), document.replicates),
            *(
                (_("Varians från {source}").format(source=f"{label(k)[:1].lower()}{label(k)[1:]}"), _share(v))
                for k, v in document.uncertainty.items()
            ),
            (_("Gör om körningen"), _command(book)),
        ]
    )
    sheet.heading(_("Så läses siffrorna"))
    for line in (
        _("En kostnad är positiv på alla blad utom Skillnader, där en vinst är positiv."),
        society_rule(document.preset),
        _("En aktörs kostnad är dess resurser och utbetalda transfereringar minus dess intäkter."),
        interval_note(document.replicates),
        _("Uppmätt: publicerad enhetskostnad. Härledd: räknad från publicerade tal."),
        _("Förankrad: okänd användning, skalad till en publicerad total. Antagen: utan källa."),
        _("Tal som följer av andra tal på bladet är formler; de övriga är körningens resultat."),
    ):
        sheet.note(line)


def _source(source: str) -> str:
    return _("antagande") if source == "assumption" else source


def _share(value: float) -> str:
    return f"{value * 100:.0f} %"


def trigger_in_words(trigger: str) -> str:
    """``support:social_assistance`` in words."""
    kind, _colon, name = trigger.partition(":")
    words = {
        "activity": _("Aktivitet"),
        "support": _("Försörjning"),
        "status": _("Tillstånd"),
        "burden": _("Belastning"),
    }
    if not name:
        return trigger
    return f"{words.get(kind, _('Händelse'))}: {_('Nytt biståndsärende') if name == 'case_opening' else label(name)}"


def _command(book: Book) -> str:
    document = book.document
    return (
        f"exclusim run {document.case} --preset {document.preset} --persons {document.persons} "
        f"--replicates {document.replicates} --seed {document.seed}"
    )
