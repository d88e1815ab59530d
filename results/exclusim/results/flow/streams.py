"""Figure: streams of people backwards in time from the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from markupsafe import Markup

from exclusim.results.flow.document import FlowDocument, Link
from exclusim.results.flow.drawing import cut, state_colour
from exclusim.results.flow.words import outcome_name, outcome_text, state_name
from exclusim.results.labels import percent
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Figure, table
from exclusim.results.report.svg import Canvas, text_width

__all__ = ["streams"]

_THINNEST = 0.005  # share of a node that gets a label
_TWO_LINES = 34.0  # pixels that two lines of a label need, with some air


def streams(document: FlowDocument) -> Figure:
    """Columns of states, the outcome on the right and each column a step further back to its left."""
    by_step: dict[int, list[Link]] = {}
    for link in document.links:
        by_step.setdefault(link.step, []).append(link)
    depth = len(by_step)
    columns: list[dict[str, float]] = [{document.outcome_name: 1.0}]
    for step in range(depth):
        columns.append(_column(by_step[step], list(columns[-1])))

    def draw(width: int) -> Markup:
        shown = min(depth, 2) if width < 600 else depth
        return _draw_streams(document, width, columns[: shown + 1], by_step)

    rows: list[list[Cell | str]] = [
        [
            str(link.step + 1),
            state_name(document, link.source),
            state_name(document, link.target) if link.step else _outcome_node(document),
            percent(link.share, 1),
        ]
        for link in sorted(document.links, key=lambda link: (link.step, -link.share))
        if link.share >= 0.005
    ]
    return Figure.of(
        draw,
        _("Varifrån de kom"),
        _(
            "Läs från höger: utfallet, tillståndet närmast före, tillståndet dessförinnan. Bandets bredd är andelen av "
            "händelserna. På smal skärm visas de två närmaste stegen. Tillstånd som är ovanliga i sin kolumn är "
            "sammanslagna."
        ),
        table(_("Band i figuren"), [_("Steg före"), _("Från"), _("Till"), _("Andel")], rows, text=3),
    )


def _outcome_node(document: FlowDocument) -> str:
    return _("{name} (utfallet)").format(name=outcome_name(document))


def _column(links: Sequence[Link], targets: Sequence[str]) -> dict[str, float]:
    """Nodes with their shares, each near the height of what it leads to, so that few bands cross."""
    sizes: dict[str, float] = {}
    height: dict[str, float] = {}
    for link in links:
        sizes[link.source] = sizes.get(link.source, 0.0) + link.share
        height[link.source] = height.get(link.source, 0.0) + link.share * targets.index(link.target)
    return dict(sorted(sizes.items(), key=lambda item: (round(height[item[0]] / item[1], 9), -item[1], item[0])))


def _draw_streams(
    document: FlowDocument, width: int, columns: Sequence[Mapping[str, float]], by_step: Mapping[int, list[Link]]
) -> Markup:
    compact = width < 600
    node, gap, top = (8.0, 22.0, 34.0) if compact else (12.0, 20.0, 34.0)
    most = max(len(sizes) for sizes in columns)
    height = max(340.0 if compact else 380.0, 34.0 * most + 120)
    name = _("Flödesdiagram bakåt i tiden från utfallet: {outcome}.").format(outcome=outcome_text(document))
    canvas = Canvas(width, height, name)
    scale = height - top - 10 - gap * (most - 1)
    right = width - (106.0 if compact else 150.0)
    at = [right - (right - 2) / max(len(columns) - 1, 1) * column for column in range(len(columns))]

    tops: list[dict[str, float]] = []
    for sizes in columns:
        used = sum(sizes.values()) * scale + gap * (len(sizes) - 1)
        y, placed = top + (height - 10 - top - used) / 2, {}
        for key, size in sizes.items():
            placed[key] = y
            y += size * scale + gap
        tops.append(placed)
    for step in range(len(columns) - 1):
        _bands(
            canvas,
            document,
            by_step[step],
            columns[step : step + 2],
            tops[step : step + 2],
            (at[step + 1] + node, at[step]),
            scale,
        )
    for column, sizes in enumerate(columns):
        canvas.text(at[column], 16, _column_title(column), "start", "value")
        for key, size in sizes.items():
            y = tops[column][key]
            canvas.rect(at[column], y, node, max(size * scale, 1.0), state_colour(document, key))
            name = state_name(document, key) if column else outcome_name(document)
            room = (width if column == 0 else at[column - 1]) - at[column] - node - 10
            middle = y + size * scale / 2
            lines = _in_words(name, room) if column == 0 else _labelled(name, size, room, size * scale + gap)
            for row_number, line in enumerate(lines):
                y_line = middle + 4 + 15 * (row_number - (len(lines) - 1) / 2)
                canvas.text(at[column] + node + 6, y_line, line, "start", "name halo")
    return canvas.render()


def _column_title(column: int) -> str:
    if column < 2:
        return _("Närmast före") if column else _("Utfallet")
    return _("{n} steg före").format(n=column)


def _labelled(name: str, share: float, room: float, height: float) -> list[str]:
    """Name and share on one line, or on two where only the height allows it; nothing on a node too thin to see."""
    if share < _THINNEST:
        return []
    text = percent(share)
    if text_width(f"{name} {text}") > room and height >= _TWO_LINES:
        return [cut(name, room), text]
    return [f"{cut(name, room - text_width(f' {text}'))} {text}"]


def _in_words(name: str, room: float) -> list[str]:
    """A name on as many lines as it needs; a word too long for the room is cut."""
    return [cut(line, room) for line in wrap(name, int(room / text_width("n")), break_long_words=False)]


def _bands(
    canvas: Canvas,
    document: FlowDocument,
    links: Sequence[Link],
    sizes: Sequence[Mapping[str, float]],
    tops: Sequence[Mapping[str, float]],
    x: tuple[float, float],
    scale: float,
) -> None:
    targets, sources = (list(column) for column in sizes)
    into, out = dict(tops[0]), dict(tops[1])
    starts: dict[tuple[str, str], float] = {}
    for link in sorted(links, key=lambda link: (sources.index(link.source), targets.index(link.target))):
        starts[link.source, link.target] = out[link.source]
        out[link.source] += link.share * scale
    middle = sum(x) / 2
    for link in sorted(links, key=lambda link: (targets.index(link.target), sources.index(link.source))):
        size, a, b = link.share * scale, starts[link.source, link.target], into[link.target]
        into[link.target] += size
        d = (
            f"M{x[0]:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {x[1]:.1f} {b:.1f}V{b + size:.1f}"
            f"C{middle:.1f} {b + size:.1f} {middle:.1f} {a + size:.1f} {x[0]:.1f} {a + size:.1f}Z"
        )
        target = state_name(document, link.target) if link.step else outcome_name(document)
        tip = f"{state_name(document, link.source)} → {target}: {percent(link.share, 1)}"
        canvas.path(d, fill=state_colour(document, link.source), opacity="0.45", tip=tip, class_="flow")
