"""One life with its faults: what the person did, who worked with the person, and which faults held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from exclusim.model.institutions.faults import FAULTS
from exclusim.results.labels import duration, label, number
from exclusim.results.language import _
from exclusim.results.report.palette import LOSS, activity_group, text_on
from exclusim.results.report.parts import Cell, Figure, Legend, Table, table
from exclusim.results.report.svg import Canvas, Scale, text_width
from exclusim.results.report.texture import Texture

from .document import FaultDocument, FaultLife
from .words import need_label

__all__ = ["case_table", "life_figure"]

_COLOURS = {"helped": "#1b7f79", "waiting": "#efc777", "between": "#7a4a8c", "alone": "#3d4248"}
_TEXTURES: Mapping[str, Texture] = {"between": "up"}


def _state_names() -> dict[str, str]:
    return {
        "helped": _("Får hjälp"),
        "waiting": _("I kö"),
        "between": _("Mellan två myndigheter"),
        "alone": _("Ingen arbetar med personen"),
    }


def _spans(life: FaultLife, fault: str) -> list[tuple[int, int]]:
    """First month and month after the last of each time the fault holds; times that meet are one."""
    found: list[tuple[int, int]] = []
    for spell in life.cases:
        if fault in spell.faults:
            start, end = spell.start_month, spell.start_month + spell.months
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
    return found


def life_figure(document: FaultDocument, life: FaultLife) -> Figure:
    """The time line of a life."""
    first = life.statuses[0].age - life.statuses[0].start_month / 12

    def draw(width: int) -> Markup:
        compact = width < 600
        left, step = (0.0, 38.0) if compact else (312.0, 24.0)
        offset = 17.0 if compact else 0.0
        height = 2 * (34 + offset) + step * len(life.faults) + 54
        name = _("Tidslinje: ett liv med många systemfel.")
        canvas = Canvas(width, height, f"{name} {_(life.story)}")
        x = Scale(0, document.months, left + 4, width - 4.0)
        y = 4.0
        _name(canvas, _("Vad personen gör"), y, 24, compact=compact)
        for spell in life.statuses:
            a, b = x(spell.start_month), x(spell.start_month + spell.months)
            group = activity_group(spell.activity)
            tip = _("{what}, från {age} år, {duration}").format(
                what=label(f"{spell.activity}/{spell.support}"),
                age=number(spell.age, 1),
                duration=duration(spell.months),
            )
            canvas.rect(a, y + offset, b - a, 28, group.colour, tip, class_="segment")
            _texture(canvas, group.texture, group.colour, (a, b), y + offset)
            if text_width(label(spell.activity), 12) < b - a - 8:
                words = label(spell.activity)
                canvas.text((a + b) / 2, y + offset + 18, words, "middle", "inside", fill=text_on(group.colour))
        y += 34 + offset
        _name(canvas, _("Vem som arbetar med personen"), y, 24, compact=compact)
        for case in life.cases:
            a, b = x(case.start_month), x(case.start_month + case.months)
            tip = _("{what}. Från {age} år, {duration}").format(
                what=_(case.text), age=number(case.age, 1), duration=duration(case.months)
            )
            canvas.rect(a, y + offset, b - a, 28, _COLOURS[case.state], tip)
            _texture(canvas, _TEXTURES.get(case.state, ""), _COLOURS[case.state], (a, b), y + offset)
        y += 38 + offset
        for fault in life.faults:
            words = _("{fault} ({n}\u00a0mån)").format(fault=_(fault.label), n=number(fault.months))
            _name(canvas, words, y, 18, compact=compact)
            middle = y + offset + 11
            canvas.line(x.start, middle, x.end, middle, "grid")
            for start, end in _spans(life, fault.name):
                a, b = x(start), x(end)
                tip = _("{fault}: från {age} år, {duration}").format(
                    fault=_(fault.label), age=number(first + start / 12, 1), duration=duration(end - start)
                )
                canvas.rect(a, middle - 6, max(b - a, 2.0), 12, LOSS, tip, rx=2)
            y += step
        _ages(canvas, x, y + 4, first, document.months)
        canvas.text(x.end, y + 40, _("Ålder"), "end")
        return canvas.render()

    groups = list(dict.fromkeys(activity_group(spell.activity) for spell in life.statuses))
    present = [state for state in _COLOURS if any(case.state == state for case in life.cases)]
    rows: list[list[Cell | str]] = [
        [
            number(spell.age, 1),
            duration(spell.months),
            label(f"{spell.activity}/{spell.support}"),
            ", ".join(label(burden) for burden in spell.burdens) or "–",
        ]
        for spell in life.statuses
    ]
    names = _state_names()
    hint = _("Peka på ett fält för att se vad som står i akten.")
    head = [_("Ålder"), _("Längd"), _("Vad"), _("Bördor")]
    return Figure.of(
        draw,
        "",
        f"{_(life.rule)} {hint}",
        table(_("Vad personen gör"), head, rows, text=4),
        [
            *(Legend(group.colour, group.label, texture=group.texture) for group in groups),
            *(Legend(_COLOURS[state], names[state], texture=_TEXTURES.get(state, "")) for state in present),
            Legend(LOSS, _("Systemfelet råder")),
        ],
    )


def _texture(canvas: Canvas, texture: Texture, colour: str, x: tuple[float, float], y: float) -> None:
    canvas.texture(texture, text_on(colour), list(x), [y, y], [y + 28, y + 28])


def _name(canvas: Canvas, words: str, y: float, room: float, *, compact: bool) -> None:
    canvas.text(0, y + (12 if compact else room * 0.75), words, "start", "small name" if compact else "name")


def _ages(canvas: Canvas, x: Scale, y: float, first: float, months: int) -> None:
    canvas.line(x.start, y, x.end, y, "axis")
    age = -(-int(first) // 5) * 5
    while (age - first) * 12 <= months:
        if age >= first:
            at = x((age - first) * 12)
            canvas.line(at, y, at, y + 4, "axis")
            canvas.text(at, y + 17, number(age), "start" if at < x.start + 8 else "middle")
        age += 5


def case_table(life: FaultLife) -> Table:
    """The case file row by row."""
    names = {fault.name: fault.label for fault in FAULTS}
    rows: list[list[Cell | str]] = [
        [
            number(spell.age, 1),
            duration(spell.months),
            _(spell.text),
            Cell(_listed(spell.needs) or "–", _unseen(spell.unseen)),
            "; ".join(_(names[name]) for name in spell.faults) or "–",
        ]
        for spell in life.cases
    ]
    head = [_("Ålder"), _("Längd"), _("Vad som står"), _("Behov"), _("Systemfel")]
    return table(_("Akten, rad för rad"), head, rows, text=5)


def _unseen(needs: Sequence[str]) -> str:
    return _("ej sett: {needs}").format(needs=_listed(needs)) if needs else ""


def _listed(needs: Iterable[str]) -> str:
    return ", ".join(need_label(need) for need in needs)
