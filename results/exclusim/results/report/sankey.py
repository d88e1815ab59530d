"""Sankey figures: from school to adult life, and moves between school, work and exclusion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from exclusim.results.document import Flow, ScenarioResult
from exclusim.results.labels import label, number
from exclusim.results.language import _

from .axes import apart
from .palette import activity_group
from .parts import Cell, Figure, Table, table
from .svg import Canvas, text_width

__all__ = ["after_school", "order", "sankey"]


def order(key: str) -> int:
    """Place of an activity or group from above: ordinary life on top, exclusion below, as people think of it."""
    keys = [
        "school",
        "study",
        "work",
        "parental",
        "subsidised",
        "programme",
        "unemployment",
        "sickness",
        "outside",
        "institution",
        "exit",
    ]
    group = activity_group(key).key
    return keys.index(group) if group in keys else len(keys)


def _heights(flows: Sequence[Flow], end: Callable[[Flow], str]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for flow in flows:
        sums[end(flow)] = sums.get(end(flow), 0.0) + flow.persons
    return dict(sorted(sums.items(), key=lambda item: order(item[0])))


def sankey(scenario: ScenarioResult) -> Figure | None:
    """All moves; a group stands on both sides, so that moves back and forth can be seen."""
    flows = [f for f in scenario.flows if f.persons > 0 and f.source != f.target]
    if not flows:
        return None
    name = _("Flödesdiagram: förflyttningar mellan skola, arbete och utanförskap.")
    return Figure.of(
        lambda width: _bands(flows, width, 520.0 if width < 600 else 500.0, name, lambda f: f.source),
        _("Flöden mellan skola, arbete och utanförskap: {scenario}").format(scenario=_(scenario.label)),
        _(
            "Antal förflyttningar i gruppen över hela den följda tiden, medelvärde. "
            "Den som flyttar flera gånger räknas varje gång; bandets färg visar varifrån."
        ),
        _moves(flows),
    )


def after_school(scenario: ScenarioResult) -> Figure | None:
    """Only the moves out of school; None where nobody is followed from school."""
    flows = [f for f in scenario.flows if f.persons > 0 and _is_school(f.source) and not _is_school(f.target)]
    if not flows:
        return None
    name = _("Flödesdiagram: vart människor tar vägen när de lämnar skolan.")
    return Figure.of(
        lambda width: _bands(flows, width, 360.0 if width < 600 else 300.0, name, lambda f: f.target),
        _("Från skolan ut i vuxenlivet: {scenario}").format(scenario=_(scenario.label)),
        _(
            "Första steget efter skolan, antal i gruppen, medelvärde. "
            "Den som lämnar skolan två gånger räknas två gånger."
        ),
        _moves(flows),
    )


def _is_school(key: str) -> bool:
    return activity_group(key).key == "school"


def _moves(flows: Sequence[Flow]) -> Table:
    rows: list[list[Cell | str]] = [
        [label(f.source), label(f.target), number(f.persons)] for f in sorted(flows, key=lambda f: -f.persons)
    ]
    return table(_("Förflyttningar"), [_("Från"), _("Till"), _("Antal")], rows, text=2)


def _bands(flows: Sequence[Flow], width: int, height: float, name: str, paint: Callable[[Flow], str]) -> Markup:
    """Two columns, from and to, with a band for each flow in the colour of one of its ends."""
    total = sum(f.persons for f in flows)
    left, right = _heights(flows, lambda f: f.source), _heights(flows, lambda f: f.target)
    names = [f"{label(key)} {number(size)}" for sizes in (left, right) for key, size in sizes.items()]
    compact = width < 600
    gap, node = (14.0, 10.0) if compact else (16.0, 14.0)
    canvas = Canvas(width, height, name)
    margin = 104.0 if compact else max(212.0, *(text_width(text) + 20 for text in names))
    most = max(len(left), len(right))
    scale = (height - 40 - gap * (most - 1)) / total

    def stack(sizes: Mapping[str, float]) -> dict[str, float]:
        used = sum(sizes.values()) * scale + gap * (len(sizes) - 1)
        y, tops = 28 + (height - 40 - used) / 2, {}
        for key, size in sizes.items():
            tops[key] = y
            y += size * scale + gap
        return tops

    tops = (stack(left), stack(right))
    x0, x1 = margin, width - margin
    out, into = dict(tops[0]), dict(tops[1])
    ordered = sorted(flows, key=lambda f: (order(f.source), order(f.target)))
    starts: dict[tuple[str, str], float] = {}
    for flow in ordered:
        starts[flow.source, flow.target] = out[flow.source]
        out[flow.source] += flow.persons * scale
    for flow in sorted(flows, key=lambda f: (order(f.target), order(f.source))):
        size, a, b = flow.persons * scale, starts[flow.source, flow.target], into[flow.target]
        into[flow.target] += size
        middle = (x0 + x1) / 2
        d = (
            f"M{x0 + node:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {x1 - node:.1f} {b:.1f}"
            f"V{b + size:.1f}C{middle:.1f} {b + size:.1f} {middle:.1f} {a + size:.1f} {x0 + node:.1f} "
            f"{a + size:.1f}Z"
        )
        tip = f"{label(flow.source)} → {label(flow.target)}: {number(flow.persons)}"
        canvas.path(d, fill=activity_group(paint(flow)).colour, opacity="0.45", tip=tip, class_="flow")
    for side, sizes in enumerate((left, right)):
        tx, anchor = (x0 - 8, "end") if side == 0 else (x1 + 8, "start")
        centres = [tops[side][key] + size * scale / 2 for key, size in sizes.items()]
        at = apart(centres[::-1], 29 if compact else 18, 24, height - 6)[::-1]
        for (key, size), py in zip(sizes.items(), at, strict=True):
            x = x0 if side == 0 else x1 - node
            canvas.rect(x, tops[side][key], node, max(size * scale, 1.0), activity_group(key).colour)
            if compact:
                canvas.text(tx, py - 1, _short(label(key)), anchor, "name")
                canvas.text(tx, py + 13, number(size), anchor)
            else:
                canvas.text(tx, py + 4, f"{label(key)} {number(size)}", anchor, "name")
    canvas.text(x0 + node, 14, _("Från"), "start", "value")
    canvas.text(x1 - node, 14, _("Till"), "end", "value")
    return canvas.render()


def _short(name: str) -> str:
    return name if len(name) <= 14 else name.split(" ")[0]
