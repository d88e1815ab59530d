"""Figures of lives: state distribution, types side by side, typical lives, life by life."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.results.document import Interval
from exclusim.results.labels import NBSP, number, percent, years
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

    name = f"Tillståndsfördelning: vad människor gör över tid. {document.title}."
    at = picked(document)
    rows: list[list[Cell | str]] = [
        [group.label, *(percent(means[group.key][i], 1) for i in at)] for group in GROUPS if group.key in means
    ]
    heads = [number(document.times[i], 1) for i in at]
    return Figure.of(
        lambda width: chart(document, width, name, layers(means)),
        "Andel i varje sysselsättning, halvår för halvår",
        "Andel av alla i gruppen, medelvärde över dragningarna. Nederst: utanför arbete och studier. "
        "Småhacken är vår och höst: studier följer läsåret.",
        table(f"Andel per sysselsättning, {axis_name(document).lower()}", ["Sysselsättning", *heads], rows),
        legend(means),
    )


def small_multiples(document: TrajectoriesDocument) -> Figure:
    """The state distribution of each type with its name and share, the most excluded first."""
    types = document.typology.types

    def draw(width: int) -> Markup:
        columns = 1 if width < 600 else 3
        panel = (width - (columns - 1) * _GAP) / columns
        names = [wrapped(f"{kind.rank} {kind.name}", panel, _BOLD) for kind in types]
        plot, foot = (110.0, 44.0) if columns == 1 else (130.0, 48.0)
        rows = [range(i, min(i + columns, len(types))) for i in range(0, len(types), columns)]
        heads = [18.0 * (max(len(names[i]) for i in row) + 1) for row in rows]
        canvas = Canvas(
            width, sum(heads) + (plot + foot) * len(rows), "Tillståndsfördelning för varje typ av livsbana."
        )
        top = 0.0
        for row, head in zip(rows, heads, strict=True):
            for column, i in enumerate(row):
                left = column * (panel + _GAP)
                for line, words in enumerate(names[i]):
                    canvas.text(left, top + 14 + 18 * line, words, "start", "name strong")
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
    return Figure.of(
        draw,
        "Vad människor gör i varje typ",
        f"Fördelningen inom varje typ; {axis_name(document).lower()} på axeln, hela höjden är 100{NBSP}%. "
        "Typen med mest tid i utanförskap står först.",
        table("År i varje sysselsättning, per typ", ["Sysselsättning", *(f"Typ {k.rank}" for k in types)], rows),
        legend(group for kind in types for group in kind.distribution),
    )


def _share_words(kind: TypeOfLife) -> str:
    cell = interval_percent(kind.share)
    return f"{cell.main} av alla" + (f" ({cell.sub})" if cell.sub else "")


def medoids(document: TrajectoriesDocument) -> Figure:
    """One simulated life for each type: the one nearest to all others of it."""
    types = document.typology.types

    def draw(width: int) -> Markup:
        names = [wrapped(f"{kind.rank} {kind.name}", width) for kind in types]
        height = sum(18.0 * len(lines) + 42 for lines in names) + 36
        canvas = Canvas(width, height, "En typisk livsbana för varje typ.")
        x, top = Scale(0, document.months, 0, width), 0.0
        for kind, lines in zip(types, names, strict=True):
            for line in lines:
                canvas.text(0, top + 14, line, "start", "name")
                top += 18
            for e in kind.medoid.episodes:
                a, b = x(e.start_month), x(e.start_month + e.months)
                tip = f"{label_of(e.group)}, {number(e.months)} månader"
                canvas.rect(a, top + 3, b - a, 22, colour_of(e.group), tip, class_="segment")
            top += 42
        time_axis(canvas, time_scale(document, 0, width), top - 12, dense=width < 600)
        canvas.text(width, top + 24, axis_name(document), "end")
        return canvas.render()

    start = document.start_age or 0
    rows: list[list[Cell | str]] = [
        [f"{kind.rank} {kind.name}", label_of(e.group), number(start + e.start_month / 12, 1), number(e.months)]
        for kind in types
        for e in kind.medoid.episodes
    ]
    return Figure.of(
        draw,
        "En typisk livsbana för varje typ",
        "En enskild simulerad person: den som är minst olik alla andra av samma typ. Ingen verklig människa.",
        table("Typiska livsbanor", ["Typ", "Vad", axis_name(document), "Månader"], rows, text=2),
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
        names = [wrapped(f"{kind.rank} {kind.name}", width) for kind, _ in blocks]
        each = 2.4
        height = sum(18.0 * len(n) + 10 + each * len(b[1]) for n, b in zip(names, blocks, strict=True)) + 44
        canvas = Canvas(width, height, f"Livsbanor rad för rad: {len(document.lines)} slumpvis valda simulerade liv.")
        x, top = Scale(0, len(document.times), 0, width), 0.0
        for (_, lines), words in zip(blocks, names, strict=True):
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
    head = ["Typ", "Antal liv", "Någon gång i utanförskap", "Första gången, median"]
    return Figure.of(
        draw,
        f"{number(len(document.lines))} liv, rad för rad",
        "Slumpvis valda simulerade liv, ett per rad, halvår för halvår. Inom varje typ "
        "står den som först hamnar i utanförskap överst.",
        table("Raderna i figuren", head, rows),
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
    return [f"{kind.rank} {kind.name}", number(len(lines)), percent(len(first) / len(lines)), middle]
