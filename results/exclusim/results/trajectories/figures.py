"""Figures of lives: state distribution, types side by side, typical lives, life by life."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.results.document import Interval
from exclusim.results.labels import number, percent, years
from exclusim.results.language import _
from exclusim.results.report.palette import text_on
from exclusim.results.report.parts import Cell, Figure, table
from exclusim.results.report.svg import Canvas, Scale

from .activities import GROUPS
from .document import IndexLine, TrajectoriesDocument, TypeOfLife
from .drawing import (
    axis_name,
    chart,
    colour_of,
    label_of,
    layers,
    legend,
    picked,
    stack,
    texture_of,
    time_axis,
    time_scale,
    wrapped,
)

__all__ = ["chronogram", "index_plot", "interval_percent", "interval_years", "medoids", "small_multiples"]

_GAP = 28.0
_BOLD = 15.0  # bold type of 13 pixels is as wide as plain type of 15


def interval_percent(value: Interval, decimals: int = 0) -> Cell:
    """A share with its interval."""
    sub = "" if value.p95 == value.p5 else f"{number(100 * value.p5, decimals)}–{percent(value.p95, decimals)}"
    return Cell(percent(value.mean, decimals), sub)


def interval_years(months: Interval) -> Cell:
    """Months as years with their interval."""
    sub = "" if months.p95 == months.p5 else f"{number(months.p5 / 12, 1)}–{years(months.p95 / 12, 1)}"
    return Cell(years(months.mean / 12, 1), sub)


def chronogram(document: TrajectoriesDocument) -> Figure:
    """Share of all people in each group, time by time."""
    share = document.distribution.share
    means = {group: band.mean for group, band in share.items()}

    name = _("Tillståndsfördelning: vad människor gör över tid. {title}.").format(title=_(document.title))
    at = picked(document)
    rows: list[list[Cell | str]] = [
        [group.label, *(percent(means[group.key][i], 1) for i in at)] for group in GROUPS if group.key in means
    ]
    heads = [number(document.times[i], 1) for i in at]
    return Figure.of(
        lambda width: chart(document, width, name, layers(means)),
        _("Andel i varje sysselsättning, halvår för halvår"),
        _(
            "Andel av alla i gruppen, medelvärde över dragningarna. Nederst: utanför arbete och studier. "
            "Småhacken är vår och höst: studier följer läsåret."
        ),
        table(_by_activity(document), [_("Sysselsättning"), *heads], rows),
        legend(means),
    )


def _by_activity(document: TrajectoriesDocument) -> str:
    if document.start_age is not None:
        return _("Andel per sysselsättning, ålder")
    return _("Andel per sysselsättning, år sedan ankomsten")


def _titled(kind: TypeOfLife) -> str:
    """A type's rank and name."""
    return f"{kind.rank} {_(kind.name)}"


def small_multiples(document: TrajectoriesDocument) -> Figure:
    """The state distribution of each type with its name and share, the most excluded first."""
    types = document.typology.types

    def draw(width: int) -> Markup:
        columns = 1 if width < 600 else 3
        panel = (width - (columns - 1) * _GAP) / columns
        names = [wrapped(_titled(kind), panel, _BOLD) for kind in types]
        plot, foot = (110.0, 44.0) if columns == 1 else (130.0, 48.0)
        rows = [range(i, min(i + columns, len(types))) for i in range(0, len(types), columns)]
        heads = [18.0 * (max(len(names[i]) for i in row) + 1) for row in rows]
        words = _("Tillståndsfördelning för varje typ av livsbana.")
        canvas = Canvas(width, sum(heads) + (plot + foot) * len(rows), words)
        top = 0.0
        for row, head in zip(rows, heads, strict=True):
            for column, i in enumerate(row):
                left = column * (panel + _GAP)
                for line, part in enumerate(names[i]):
                    canvas.text(left, top + 14 + 18 * line, part, "start", "name strong")
                canvas.text(left, top + 14 + 18 * len(names[i]), _share_words(types[i]))
                x, y = time_scale(document, left, left + panel), Scale(0, 1, top + head + plot, top + head + 4)
                stack(canvas, x, y, layers(types[i].distribution))
                canvas.line(x.start, y(0.5), x.end, y(0.5), "over")
                time_axis(canvas, x, y.start, dense=True)
            top += head + plot + foot
        return canvas.render()

    rows: list[list[Cell | str]] = []
    for group in GROUPS:
        found = [kind.months.get(group.key) for kind in types]
        if any(found):
            rows.append([group.label, *("–" if m is None else interval_years(m) for m in found)])
    axis = (
        _("Fördelningen inom varje typ; ålder på axeln, hela höjden är 100\u00a0%.")
        if document.start_age is not None
        else _("Fördelningen inom varje typ; år sedan ankomsten på axeln, hela höjden är 100\u00a0%.")
    )
    order = _("Typen med mest tid i utanförskap står först.")
    head = [_("Sysselsättning"), *(_("Typ {rank}").format(rank=kind.rank) for kind in types)]
    return Figure.of(
        draw,
        _("Vad människor gör i varje typ"),
        f"{axis} {order}",
        table(_("År i varje sysselsättning, per typ"), head, rows),
        legend(group for kind in types for group in kind.distribution),
    )


def _share_words(kind: TypeOfLife) -> str:
    cell = interval_percent(kind.share)
    share = _("{share} av alla").format(share=cell.main)
    return f"{share} ({cell.sub})" if cell.sub else share


def medoids(document: TrajectoriesDocument) -> Figure:
    """One simulated life for each type: the one nearest to all others of it."""
    types = document.typology.types

    def draw(width: int) -> Markup:
        names = [wrapped(_titled(kind), width) for kind in types]
        height = sum(18.0 * len(lines) + 42 for lines in names) + 36
        canvas = Canvas(width, height, _("En typisk livsbana för varje typ."))
        x, top = Scale(0, document.months, 0, width), 0.0
        for kind, lines in zip(types, names, strict=True):
            for line in lines:
                canvas.text(0, top + 14, line, "start", "name")
                top += 18
            for e in kind.medoid.episodes:
                a, b = x(e.start_month), x(e.start_month + e.months)
                tip = _("{what}, {n} månader").format(what=label_of(e.group), n=number(e.months))
                colour = colour_of(e.group)
                canvas.rect(a, top + 3, b - a, 22, colour, tip, class_="segment")
                canvas.texture(texture_of(e.group), text_on(colour), [a, b], [top + 3] * 2, [top + 25] * 2)
            top += 42
        time_axis(canvas, time_scale(document, 0, width), top - 12, dense=width < 600)
        canvas.text(width, top + 24, axis_name(document), "end")
        return canvas.render()

    start = document.start_age or 0
    rows: list[list[Cell | str]] = [
        [_titled(kind), label_of(e.group), number(start + e.start_month / 12, 1), number(e.months)]
        for kind in types
        for e in kind.medoid.episodes
    ]
    return Figure.of(
        draw,
        _("En typisk livsbana för varje typ"),
        _("En enskild simulerad person: den som är minst olik alla andra av samma typ. Ingen verklig människa."),
        table(_("Typiska livsbanor"), [_("Typ"), _("Vad"), axis_name(document), _("Månader")], rows, text=2),
        legend(e.group for kind in types for e in kind.medoid.episodes),
    )


def index_plot(document: TrajectoriesDocument) -> Figure:
    """One line a life, sorted by type and within it by the first exclusion."""
    blocks = [
        (kind, lines)
        for kind in document.typology.types
        if (lines := [line for line in document.lines if line.rank == kind.rank])
    ]

    def draw(width: int) -> Markup:
        names = [wrapped(_titled(kind), width) for kind, lines in blocks]
        each = 2.4
        height = sum(18.0 * len(n) + 10 + each * len(b[1]) for n, b in zip(names, blocks, strict=True)) + 44
        name = _("Livsbanor rad för rad: {n} slumpvis valda simulerade liv.").format(n=len(document.lines))
        canvas = Canvas(width, height, name)
        x, top = Scale(0, len(document.times), 0, width), 0.0
        for (_kind, lines), words in zip(blocks, names, strict=True):
            for line in words:
                canvas.text(0, top + 14, line, "start", "name")
                top += 18
            for group, d in _runs(lines, x, top + 2, each).items():
                canvas.path(d, fill=colour_of(group), tip=label_of(group))
            top += each * len(lines) + 10
        time_axis(canvas, time_scale(document, 0, width), top, dense=width < 600)
        canvas.text(width, top + 36, axis_name(document), "end")
        return canvas.render()

    rows: list[list[Cell | str]] = [_block_row(document, kind, lines) for kind, lines in blocks]
    head = [_("Typ"), _("Antal liv"), _("Någon gång i utanförskap"), _("Första gången, median")]
    return Figure.of(
        draw,
        _("{n} liv, rad för rad").format(n=number(len(document.lines))),
        _(
            "Slumpvis valda simulerade liv, ett per rad, halvår för halvår. Inom varje typ "
            "står den som först hamnar i utanförskap överst."
        ),
        table(_("Raderna i figuren"), head, rows),
        legend(group for line in document.lines for group in line.groups),
    )


def _runs(lines: Sequence[IndexLine], x: Scale, top: float, each: float) -> dict[str, str]:
    """One path a group: a rectangle for each run of it, so that hundreds of lives stay a small drawing."""
    found: dict[str, list[str]] = {}
    for row, line in enumerate(lines):
        start = 0
        for group, times in zip(line.groups, line.times, strict=True):
            a, b = round(x(start), 1), round(x(start + times), 1)
            start += times
            found.setdefault(group, []).append(f"M{a:g} {top + row * each:.1f}h{b - a:.4g}v{each:g}H{a:g}z")
    return {group: "".join(parts) for group, parts in found.items()}


def _block_row(document: TrajectoriesDocument, kind: TypeOfLife, lines: Sequence[IndexLine]) -> list[Cell | str]:
    first = sorted(line.first_excluded for line in lines if line.first_excluded is not None)
    middle = number(document.times[first[len(first) // 2]], 1) if first else "–"
    return [_titled(kind), number(len(lines)), percent(len(first) / len(lines)), middle]
