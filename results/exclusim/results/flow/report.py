"""The flow analysis as one self-contained page in Swedish, in the style of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.files import write_text
from exclusim.results.flow.document import Estimate, FlowDocument
from exclusim.results.flow.streams import streams
from exclusim.results.flow.times import times
from exclusim.results.flow.words import (
    best_point,
    help_name,
    months_text,
    outcome_text,
    pathway_name,
    people,
    point_name,
    share_interval,
    state_name,
    support_missing,
)
from exclusim.results.labels import NBSP, number, percent
from exclusim.results.report.parts import Cell, KeyFigure, Table, table
from exclusim.results.report.shell import render

__all__ = ["render_page", "write_page"]

_SHOWN_POINTS = 15


def render_page(document: FlowDocument) -> str:
    """The page as one HTML document; no request leaves it."""
    return render(
        "exclusim.results.flow",
        "flow.html",
        document=document,
        outcome=outcome_text(document),
        facts=_facts(document),
        headline=_headline(document),
        keys=_keys(document),
        basis=_basis(document),
        streams=streams(document),
        pathways=_pathways(document),
        times=times(document),
        support=_support(document),
        waits=_waits(document),
        points=_points(document),
        warnings=_warnings(document),
    )


def write_page(document: FlowDocument, path: Path) -> None:
    """Write the page, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_page(document))


def _warnings(document: FlowDocument) -> list[str]:
    if document.support_recorded:
        return document.warnings
    return [f"{support_missing} Tider och luckor utan stöd kan därför inte visas.", *document.warnings]


def _facts(document: FlowDocument) -> list[tuple[str, str]]:
    simulated = document.data == "simulated"
    people_name = "Simulerade personer" if simulated else "Personer"
    rows = [("Underlag", "Simulerade liv, nuläget" if simulated else "Individuella sekvenser")]
    rows += [(people_name, number(document.persons)), ("Historikens längd", f"{number(document.months)}{NBSP}månader")]
    if simulated:
        rows += [("Dragningar", number(document.draws)), ("Antal gäller", f"{number(document.group)} personer")]
    rows += [("Steg bakåt", str(document.steps)), ("Fönster", f"{number(document.window)}{NBSP}månader")]
    return [*rows, ("Slumpfrö", str(document.seed))]


def _headline(document: FlowDocument) -> str:
    events, share = people(document.events.value), percent(document.people_share.value, 1)
    text = f"{events} händelser hos {people(document.people.value)} personer, {share} av alla. "
    named = [way for way in document.pathways if way.states]
    if named:
        first = named[0]
        text += f"Den vanligaste vägen dit, {pathway_name(document, first)}, står för {percent(first.share.value)}. "
    if document.supported is not None:
        text += f"Mellan de två sista händelserna fick {percent(document.supported.value)} något stöd."
    return text


def _keys(document: FlowDocument) -> list[KeyFigure]:
    found = [
        KeyFigure(
            "Personer med utfallet",
            people(document.people.value),
            _interval(document.people),
            f"av {number(document.group)}; {people(document.events.value)} händelser",
        )
    ]
    if document.between is not None:
        between = f"{number(document.between.median)}{NBSP}mån"
        quartiles = f"hälften inom {number(document.between.q1)}–{number(document.between.q3)}"
        found.append(
            KeyFigure(
                "Tid mellan de två sista händelserna", between, quartiles, "median, från närmaste byte till utfallet"
            )
        )
    if document.supported is not None:
        value = percent(document.supported.value)
        found.append(
            KeyFigure("Fick stöd däremellan", value, share_interval(document.supported), "något stöd av något slag")
        )
    else:
        found.append(KeyFigure("Stöd däremellan", "–", "", "inte registrerat i underlaget, vilket inte är noll"))
    best = best_point(document)
    if best is not None:
        met, on_the_way = people(best.passing.value), people(best.reaching.value)
        why = f"av dem passerar här; en insats hade mött {met}, varav {on_the_way} når utfallet"
        found.append(KeyFigure("Bästa riktade punkten", percent(best.reach.value), point_name(document, best), why))
    return found


def _interval(value: Estimate) -> str:
    return "" if value.p5 is None or value.p95 is None else f"{people(value.p5)}–{people(value.p95)}"


def _basis(document: FlowDocument) -> str:
    if document.resamples:
        return f"Intervall: 90{NBSP}%, över {number(document.resamples)} omdragna urval av personerna."
    if document.draws < 2:
        return "En enda dragning: inga intervall."
    return (
        f"Intervall: 90{NBSP}%, över {number(document.draws)} dragningar av alla osäkra indata med "
        f"{number(document.persons)} simulerade personer i varje."
    )


def _share(value: Estimate, decimals: int = 0) -> Cell:
    return Cell(percent(value.value, decimals), share_interval(value, decimals))


def _count(value: Estimate) -> Cell:
    return Cell(people(value.value), _interval(value))


def _pathways(document: FlowDocument) -> Table:
    head = ["Väg", "Antal", "Andel", "Tid i allt", "Tid mellan"]
    foot = (
        "Månader, median (kvartiler): i allt från första steget till utfallet; mellan de två sista händelserna"
        f"{'; därav utan stöd' if document.support_recorded else ''}. Andelarna summerar till 100 %."
    )
    if document.support_recorded:
        head += ["Utan stöd", "Fick stöd"]
    rows: list[list[Cell | str]] = []
    for way in document.pathways:
        row: list[Cell | str] = [pathway_name(document, way), _count(way.events), _share(way.share)]
        row += [months_text(way.time), months_text(way.between)]
        if document.support_recorded:
            row.append(months_text(way.gap_between))
            if way.supported is None or way.supported_events is None:
                row.append("–")
            else:
                row.append(Cell(percent(way.supported.value), f"{people(way.supported_events.value)} st"))
        rows.append(row)
    return table("Vägar till utfallet", head, rows, foot=foot)


def _support(document: FlowDocument) -> Table | None:
    rows: list[list[Cell | str]] = [
        [pathway_name(document, way), help_name(document, given.kind, given.agency), _share(given.share)]
        for way in document.pathways
        for given in way.support
    ]
    if not rows:
        return None
    head = ["Väg", "Stöd", "Andel som fick det"]
    return table("Stöd mellan de två sista händelserna", head, rows, text=2)


def _waits(document: FlowDocument) -> Table:
    head = ["Tillstånd", "Andel som passerar", "Månader där", "Alla som lämnat det", "Andel av all tid"]
    if document.support_recorded:
        head.append("Tid utan stöd")
    rows: list[list[Cell | str]] = []
    for wait in document.waits[:12]:
        row: list[Cell | str] = [state_name(document, wait.state), _share(wait.share), months_text(wait.months)]
        row += [months_text(wait.all_months), percent(wait.time_share)]
        if document.support_recorded:
            row.append("–" if wait.gap_share is None else percent(wait.gap_share))
        rows.append(row)
    return table("Var tiden går", head, rows, foot="Månader: median (kvartiler).")


def _points(document: FlowDocument) -> Table | None:
    rows: list[list[Cell | str]] = [
        [
            point_name(document, point),
            _count(point.passing),
            _count(point.reaching),
            _share(point.precision),
            f"{number(point.lift, 1)}{NBSP}×",
            _share(point.reach),
            months_text(point.lead),
        ]
        for point in document.prevention[:_SHOWN_POINTS]
    ]
    if not rows:
        return None
    head = ["Punkt", "Möter", "Varav når utfallet", "Träffsäkerhet", "Mot slumpen", "Räckvidd", "Månader före"]
    return table("Punkter där en insats hade kunnat sättas in", head, rows)
