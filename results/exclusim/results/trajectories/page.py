"""The trajectories page: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.files import write_text
from exclusim.results.labels import NBSP, number, percent, years
from exclusim.results.report.parts import Cell, KeyFigure, Section, Table, table
from exclusim.results.report.shell import render

from .document import TrajectoriesDocument
from .figures import chronogram, index_plot, interval_percent, interval_years, medoids, small_multiples
from .network_figure import helping, loops_table, outcomes_table, paying, switch_matrix

__all__ = ["render_trajectories", "sections", "types_table", "write_trajectories"]


def sections(document: TrajectoriesDocument) -> list[Section]:
    """The page's sections; their templates stand in this package's ``templates``."""
    return [
        Section("tillstand", "Vad människor gör", "figures.html", {"figures": [chronogram(document)]}),
        Section(
            "typer",
            "Typer av livsbanor",
            "types.html",
            {
                "multiples": small_multiples(document),
                "types": types_table(document),
                "medoids": medoids(document),
                "chosen": document.typology.chosen,
            },
        ),
        Section("liv", "Liv för liv", "figures.html", {"figures": [index_plot(document)]}),
        Section(
            "myndigheter",
            "Mellan myndigheter",
            "agencies.html",
            {
                "helping": helping(document),
                "paying": paying(document),
                "matrix": switch_matrix(document.agencies),
                "loops": loops_table(document.agencies),
                "outcomes": outcomes_table(document.agencies),
            },
        ),
        Section(
            "metod",
            "Så är det gjort",
            "method.html",
            {
                "compared": number(document.typology.compared),
                "settling": number(document.typology.settled),
                "agreement": _percent_or_none(document.typology.agreement),
                "silhouettes": _silhouettes(document),
                "left": any(kind.by_rule for kind in document.typology.types),
            },
        ),
    ]


def types_table(document: TrajectoriesDocument) -> Table:
    """Share, exclusion and switches of each type."""
    rows: list[list[Cell | str]] = [
        [
            f"{kind.rank} {kind.name}",
            interval_percent(kind.share),
            interval_years(kind.excluded_months),
            interval_percent(kind.long_term),
            Cell(number(kind.switches.mean, 1)),
        ]
        for kind in document.typology.types
    ]
    head = ["Typ", "Andel av alla", "År i utanförskap", "Långvarigt utanför", "Byten av hjälpare"]
    return table("Typerna", head, rows)


def _silhouettes(document: TrajectoriesDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [number(count), number(value, 2)] for count, value in sorted(document.typology.silhouette.items())
    ]
    strong = frozenset({sorted(document.typology.silhouette).index(document.typology.chosen)})
    return table("Antal typer och silhuett", ["Antal typer", "Medelsilhuett"], rows, strong=strong)


def _percent_or_none(share: float | None) -> str:
    return "" if share is None else percent(share)


def _keys(document: TrajectoriesDocument) -> list[KeyFigure]:
    network = document.agencies

    def key(name: str, cell: Cell, why: str) -> KeyFigure:
        return KeyFigure(name, cell.main, cell.sub, why)

    def plain(mean: float, p5: float, p95: float) -> Cell:
        return Cell(number(mean, 1), "" if p5 == p95 else f"{number(p5, 1)}–{number(p95, 1)}")

    switches = network.switches_per_person
    return [
        key("Långvarigt utanför", interval_percent(document.long_term, 1), f"{document.long_term_definition}."),
        key("Tid i utanförskap", interval_years(document.excluded_months), f"Medelvärde under {_window(document)}."),
        key(
            "Byten mellan myndigheter",
            plain(switches.mean, switches.p5, switches.p95),
            "Av vem som hjälper, per person som någon gång fått hjälp, utan arbete eller studier emellan.",
        ),
        key(
            "Går runt",
            interval_percent(network.looped),
            "Andel av dem som inom två år kommit tillbaka till en myndighet som hjälper, via en annan.",
        ),
    ]


def _window(document: TrajectoriesDocument) -> str:
    length = years(document.months / 12)
    return length if document.start_age is None else f"{length} från {document.start_age} års ålder"


def _headline(document: TrajectoriesDocument) -> str:
    worst = document.typology.types[0]
    network = document.agencies
    beside = ", vid sidan av dem som dör eller lämnar landet" if document.typology.types[-1].by_rule else ""
    return (
        f"Liven faller i {number(document.typology.chosen)} typer{beside}. Mest utanförskap har ”{worst.name}”: "
        f"{percent(worst.share.mean)} av alla, med i medeltal {years(worst.excluded_months.mean / 12, 1)} utanför. "
        "Den som någon gång får hjälp av en myndighet möter i medeltal "
        f"{number(network.agencies_per_person.mean, 1)} olika, och {percent(network.looped.mean)} av dem kommer inom "
        "två år tillbaka till en myndighet de lämnat för en annan."
    )


def _facts(document: TrajectoriesDocument) -> list[tuple[str, str]]:
    return [
        ("Simulerade liv", f"{number(document.persons)} × {number(document.draws)}{NBSP}dragningar"),
        ("Följd tid", _window(document)),
        ("Läge", "Nuläget, utan insatser"),
        ("Frö", number(document.seed)),
    ]


def render_trajectories(document: TrajectoriesDocument) -> str:
    """The page as one HTML document in Swedish: style and figures inside it, no script."""
    return render(
        "exclusim.results.trajectories",
        "trajectories.html",
        document=document,
        persons=number(document.persons),
        facts=_facts(document),
        headline=_headline(document),
        keys=_keys(document),
        warnings=document.warnings,
        sections=sections(document),
    )


def write_trajectories(document: TrajectoriesDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_trajectories(document))
