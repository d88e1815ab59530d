"""Sections about trust: published figures beside ours, the bridge, what is known, every source."""

from __future__ import annotations

from exclusim.results.document import RunDocument
from exclusim.results.labels import NBSP, label, mkr, number, percent, unit
from exclusim.results.language import _

from .parts import Cell, Section, amount, band_meaning, table
from .waterfall import Step, waterfall
from .words import baseline, command

__all__ = ["assumptions", "bridge", "knowledge", "provenance", "published"]


def published(document: RunDocument) -> Section | None:
    if not document.published:
        return None
    rows: list[list[Cell | str]] = []
    for figure in document.published:
        size = 1 if max(abs(figure.published), abs(figure.computed)) < 1000 else 0
        places = max(size, 0 if figure.tolerance >= 0.5 else 1 if figure.tolerance >= 0.05 else 2)
        rows.append(
            [
                Cell(_(figure.quantity), f"{figure.id} · {unit(figure.unit)}"),
                _sig(figure.published),
                number(figure.computed, places),
                number(figure.residual, places),
                f"±{NBSP}{number(figure.tolerance, max(places, 2) if figure.tolerance < 0.1 else places)}",
                Cell(_("ja") if figure.inside else _("nej"), "", "gain" if figure.inside else "loss"),
            ]
        )
    corrected: list[list[Cell | str]] = [
        [
            _(document.scenarios[name].label) if name in document.scenarios else name,
            amount(document.scenarios[name].total.get("society") if name in document.scenarios else None),
            amount(value),
        ]
        for name, value in document.corrected_society.items()
    ]
    return Section(
        "publicerat",
        _("Publicerade siffror och våra"),
        "published.html",
        {
            "compared": table(
                _("Publicerat och beräknat"),
                [_("Storhet"), _("Publicerat"), _("Beräknat"), _("Rest"), _("Avrundning"), _("Inom")],
                rows,
                foot=_("Rest = beräknat − publicerat. Avrundning = halva sista redovisade siffran i källan."),
            ),
            "corrected": table(
                _("Samhällets kostnad utan dubbelräkning"),
                [_("Scenario"), _("Som publicerat"), _("Rättat")],
                corrected,
            )
            if corrected
            else None,
            "inside": sum(f.inside for f in document.published),
            "all": len(document.published),
            "flat": document.preset == "flat-annuity",
        },
    )


def bridge(document: RunDocument) -> Section | None:
    """First step = the published level. A last step equal to the sum before it is the level arrived at."""
    found = document.decomposition
    if len(found) < 2:
        return None
    before_last = sum(s.amount for s in found[:-1])
    arrived = abs(found[-1].amount - before_last) <= 1e-6 * max(abs(before_last), 1.0)
    steps = [
        Step(_(s.label), s.amount, i == 0 or (arrived and i == len(found) - 1), _(s.explanation))
        for i, s in enumerate(found)
    ]
    if not arrived:
        steps.append(Step(_("Summa"), before_last + found[-1].amount, level=True))
    return Section(
        "bro",
        _("Från räkneexemplet till den dynamiska beräkningen"),
        "bridge.html",
        {
            "figure": waterfall(
                _("Varför summorna skiljer sig"), _("Samhällets kostnad, nuvärde, medelvärde."), steps, gain=False
            ),
            "steps": [
                (s.label, ("+" if s.amount > 0 and not s.level else "") + mkr(s.amount), s.explanation) for s in steps
            ],
        },
    )


def knowledge(document: RunDocument) -> Section | None:
    bases: dict[str, float] = {}
    for row in baseline(document).services:
        if row.scope == "exclusion":
            bases[row.basis] = bases.get(row.basis, 0.0) + abs(row.mean)
    total = sum(bases.values()) or 1.0
    order = [b for b in ("measured", "derived", "anchored", "assumed") if b in bases]
    return Section(
        "sakerhet",
        _("Vad vi vet och inte vet"),
        "knowledge.html",
        {
            "meaning": band_meaning(document),
            "shares": [(label(k), v, percent(v)) for k, v in document.uncertainty.items()],
            "bases": [(label(b), bases[b] / total, percent(bases[b] / total)) for b in order],
            "assumed": sum(a.assumption for a in document.assumptions),
            "parameters": len(document.assumptions),
            "warnings": [_(warning) for warning in document.warnings],
            "flat": document.preset == "flat-annuity",
        },
    )


def _sig(value: float) -> str:
    """Four significant figures."""
    if value == 0 or abs(value) >= 1000:
        return number(value)
    places = next((p for p in range(7) if abs(value) >= 10.0 ** (3 - p) * 0.9999), 7)
    return number(value, next(p for p in range(places + 1) if round(value, p) == round(value, places)))


def assumptions(document: RunDocument) -> Section | None:
    if not document.assumptions and not document.costs:
        return None
    parameters: list[list[Cell | str]] = [
        [
            Cell(a.name, _(a.note)),
            Cell(_sig(a.value), unit(a.unit)),
            Cell(a.prior, _("efter anpassning {posterior}").format(posterior=a.posterior) if a.posterior else ""),
            Cell(_("Antagande") if a.assumption else a.source, _(a.source_text), "assumed" if a.assumption else ""),
        ]
        for a in document.assumptions
    ]
    costs: list[list[Cell | str]] = [
        [
            Cell(_(c.service), _(c.note)),
            _trigger(c.trigger),
            Cell(label(c.actor), _("till {payee}").format(payee=label(c.payee)) if c.payee else ""),
            label(c.kind),
            Cell(label(c.basis), c.source if c.source != "assumption" else ""),
            Cell(f"{number(c.amount)}{NBSP}{_('kr')}", _("per {unit}").format(unit=unit(c.per))),
        ]
        for c in document.costs
    ]
    return Section(
        "antaganden",
        _("Alla antaganden och källor"),
        "assumptions.html",
        {
            "parameters": table(
                _("Parametrar"),
                [_("Parameter"), _("Värde"), _("Osäkerhet före kalibrering"), _("Källa")],
                parameters,
                text=4,
            )
            if parameters
            else None,
            "costs": table(
                _("Kostnadsbok"),
                [_("Post"), _("När"), _("Betalas av"), _("Slag"), _("Grund"), _("Belopp")],
                costs,
                text=5,
            )
            if costs
            else None,
        },
        appendix=True,
    )


def _trigger(trigger: str) -> str:
    kind, _colon, key = trigger.partition(":")
    if kind == "event":
        return _("Varje gång: {event}").format(event=label(key).lower())
    return label(key or kind)


def provenance(document: RunDocument) -> Section | None:
    facts = [
        (_("Körning"), document.run_id),
        (_("Fall"), document.case),
        (_("Frö"), str(document.seed)),
        (_("Simulerade personer per dragning"), number(document.persons)),
        (_("Dragningar"), number(document.replicates)),
        (_("Programversion"), document.code_version),
        (_("Data (hash)"), document.data_hash),
        (_("Scenario (hash)"), document.scenario_hash),
        (_("Skapad"), document.created),
        (_("Dokumentschema"), str(document.schema_version)),
    ]
    return Section("ursprung", _("Om körningen"), "provenance.html", {"facts": facts, "command": command(document)})
