"""The trajectories page: one self-contained HTML file, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.files import write_text
from exclusim.results.labels import number, percent, years
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Cell, KeyFigure, Section, Table, table
from exclusim.results.report.shell import render

from .document import TrajectoriesDocument
from .figures import interval_percent, interval_years
from .gallery import TRAJECTORY_FIGURES
from .network_tables import loops_table, outcomes_table

__all__ = ["render_trajectories", "sections", "types_table", "write_trajectories"]


@telling
def sections(document: TrajectoriesDocument) -> list[Section]:
    """The page's sections; their templates stand in this package's ``templates``."""
    return [
        Section(
            "tillstand", _("Vad människor gör"), "figures.html", {"figures": [TRAJECTORY_FIGURES["states"](document)]}
        ),
        Section(
            "typer",
            _("Typer av livsbanor"),
            "types.html",
            {
                "multiples": TRAJECTORY_FIGURES["types"](document),
                "types": types_table(document),
                "medoids": TRAJECTORY_FIGURES["typical_lives"](document),
                "chosen": document.typology.chosen,
            },
        ),
        Section("liv", _("Liv för liv"), "figures.html", {"figures": [TRAJECTORY_FIGURES["lives"](document)]}),
        Section(
            "myndigheter",
            _("Mellan myndigheter"),
            "agencies.html",
            {
                "helping": TRAJECTORY_FIGURES["helping"](document),
                "paying": TRAJECTORY_FIGURES["paying"](document),
                "matrix": TRAJECTORY_FIGURES["switches"](document),
                "loops": loops_table(document.agencies),
                "outcomes": outcomes_table(document.agencies),
            },
        ),
        Section(
            "metod",
            _("Så är det gjort"),
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
            f"{kind.rank} {_(kind.name)}",
            interval_percent(kind.share),
            interval_years(kind.excluded_months),
            interval_percent(kind.long_term),
            Cell(number(kind.switches.mean, 1)),
        ]
        for kind in document.typology.types
    ]
    head = [
        _("Typ"),
        _("Andel av alla"),
        _("År i utanförskap"),
        _("Långvarigt utanför"),
        _("Byten av hjälpare"),
    ]
    return table(_("Typerna"), head, rows)


def _silhouettes(document: TrajectoriesDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [number(count), number(value, 2)] for count, value in sorted(document.typology.silhouette.items())
    ]
    strong = frozenset({sorted(document.typology.silhouette).index(document.typology.chosen)})
    return table(_("Antal typer och silhuett"), [_("Antal typer"), _("Medelsilhuett")], rows, strong=strong)


def _percent_or_none(share: float | None) -> str:
    return "" if share is None else percent(share)


def _keys(document: TrajectoriesDocument) -> list[KeyFigure]:
    network = document.agencies

    def key(name: str, cell: Cell, why: str) -> KeyFigure:
        return KeyFigure(name, cell.main, cell.sub, why)

    def plain(mean: float, p5: float, p95: float) -> Cell:
        return Cell(number(mean, 1), "" if p5 == p95 else f"{number(p5, 1)}–{number(p95, 1)}")

    switches, defined = network.switches_per_person, _(document.long_term_definition)
    return [
        key(_("Långvarigt utanför"), interval_percent(document.long_term, 1), f"{defined}."),
        key(
            _("Tid i utanförskap"),
            interval_years(document.excluded_months),
            _("Medelvärde under {time}.").format(time=_window(document)),
        ),
        key(
            _("Byten mellan myndigheter"),
            plain(switches.mean, switches.p5, switches.p95),
            _("Av vem som hjälper, per person som någon gång fått hjälp, utan arbete eller studier emellan."),
        ),
        key(
            _("Går runt"),
            interval_percent(network.looped),
            _("Andel av dem som inom två år kommit tillbaka till en myndighet som hjälper, via en annan."),
        ),
    ]


def _window(document: TrajectoriesDocument) -> str:
    length = years(document.months / 12)
    if document.start_age is None:
        return length
    return _("{years} från {age} års ålder").format(years=length, age=document.start_age)


def _headline(document: TrajectoriesDocument) -> str:
    worst = document.typology.types[0]
    network = document.agencies
    types = (
        _("Liven faller i {n} typer, vid sidan av dem som dör eller lämnar landet.")
        if document.typology.types[-1].by_rule
        else _("Liven faller i {n} typer.")
    ).format(n=number(document.typology.chosen))
    most = _("Mest utanförskap har ”{name}”: {share} av alla, med i medeltal {years} utanför.").format(
        name=_(worst.name), share=percent(worst.share.mean), years=years(worst.excluded_months.mean / 12, 1)
    )
    helped = _(
        "Den som någon gång får hjälp av en myndighet möter i medeltal {n} olika, och {share} av dem kommer inom två "
        "år tillbaka till en myndighet de lämnat för en annan."
    ).format(n=number(network.agencies_per_person.mean, 1), share=percent(network.looped.mean))
    return f"{types} {most} {helped}"


def _facts(document: TrajectoriesDocument) -> list[tuple[str, str]]:
    lives = _("{persons} × {draws}\u00a0dragningar").format(
        persons=number(document.persons), draws=number(document.draws)
    )
    return [
        (_("Simulerade liv"), lives),
        (_("Följd tid"), _window(document)),
        (_("Läge"), _("Nuläget, utan insatser")),
        (_("Frö"), number(document.seed)),
    ]


def _basis(document: TrajectoriesDocument) -> str:
    if document.draws < 2:
        return ""
    return _(
        "Intervallen rymmer 90\u00a0% av dragningarna: osäkra indata och slumpen i en grupp på {n} personer."
    ).format(n=number(document.persons))


@telling
def render_trajectories(document: TrajectoriesDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.trajectories",
        "trajectories.html",
        document=document,
        basis=_basis(document),
        facts=_facts(document),
        headline=_headline(document),
        keys=_keys(document),
        warnings=[_(warning) for warning in document.warnings],
        sections=sections(document),
    )


def write_trajectories(document: TrajectoriesDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_trajectories(document))
