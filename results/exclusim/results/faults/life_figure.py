"""One life with its faults: what the person did, who worked with the person, and which faults held."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from exclusim.model.institutions.faults import FAULTS
from exclusim.results.labels import NBSP, duration, label, number
from exclusim.results.report.palette import LOSS, activity_group, text_on
from exclusim.results.report.parts import Cell, Figure, Legend, Table, table
from exclusim.results.report.svg import Canvas, Scale, text_width

from .document import FaultDocument, FaultLife
from .words import need_label

__all__ = ["case_table", "life_figure"]

_STATES = {
    "helped": ("Får hjälp", "#1b7f79"),
    "waiting": ("I kö", "#efc777"),
    "between": ("Mellan två myndigheter", "#7a4a8c"),
    "alone": ("Ingen arbetar med personen", "#3d4248"),
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
        canvas = Canvas(width, height, f"Tidslinje: ett liv med många systemfel. {life.story}")
        x = Scale(0, document.months, left + 4, width - 4.0)
        y = 4.0
        _name(canvas, "Vad personen gör", y, 24, compact=compact)
        for spell in life.statuses:
            a, b = x(spell.start_month), x(spell.start_month + spell.months)
            group = activity_group(spell.activity)
            tip = f"{label(f'{spell.activity}/{spell.support}')}, från {number(spell.age, 1)} år"
            canvas.rect(a, y + offset, b - a, 28, group.colour, f"{tip}, {duration(spell.months)}", class_="segment")
            if text_width(label(spell.activity), 12) < b - a - 8:
                words = label(spell.activity)
                canvas.text((a + b) / 2, y + offset + 18, words, "middle", "inside", fill=text_on(group.colour))
        y += 34 + offset
        _name(canvas, "Vem som arbetar med personen", y, 24, compact=compact)
        for case in life.cases:
            a, b = x(case.start_month), x(case.start_month + case.months)
            tip = f"{case.text}. Från {number(case.age, 1)} år, {duration(case.months)}"
            canvas.rect(a, y + offset, b - a, 28, _STATES[case.state][1], tip)
        y += 38 + offset
        for fault in life.faults:
            words = f"{fault.label} ({number(fault.months)}{NBSP}mån)"
            _name(canvas, words, y, 18, compact=compact)
            middle = y + offset + 11
            canvas.line(x.start, middle, x.end, middle, "grid")
            for start, end in _spans(life, fault.name):
                a, b = x(start), x(end)
                tip = f"{fault.label}: från {number(first + start / 12, 1)} år, {duration(end - start)}"
                canvas.rect(a, middle - 6, max(b - a, 2.0), 12, LOSS, tip, rx=2)
            y += step
        _ages(canvas, x, y + 4, first, document.months)
        canvas.text(x.end, y + 40, "Ålder", "end")
        return canvas.render()

    groups = list(dict.fromkeys(activity_group(spell.activity) for spell in life.statuses))
    present = [state for state in _STATES if any(case.state == state for case in life.cases)]
    rows: list[list[Cell | str]] = [
        [
            number(spell.age, 1),
            duration(spell.months),
            label(f"{spell.activity}/{spell.support}"),
            ", ".join(label(burden) for burden in spell.burdens) or "–",
        ]
        for spell in life.statuses
    ]
    return Figure.of(
        draw,
        "",
        f"{life.rule} Peka på ett fält för att se vad som står i akten.",
        table("Vad personen gör", ["Ålder", "Längd", "Vad", "Bördor"], rows, text=4),
        [
            *(Legend(group.colour, group.label) for group in groups),
            *(Legend(_STATES[state][1], _STATES[state][0]) for state in present),
            Legend(LOSS, "Systemfelet råder"),
        ],
    )


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
            spell.text,
            Cell(_listed(spell.needs) or "–", f"ej sett: {_listed(spell.unseen)}" if spell.unseen else ""),
            "; ".join(names[name] for name in spell.faults) or "–",
        ]
        for spell in life.cases
    ]
    return table("Akten, rad för rad", ["Ålder", "Längd", "Vad som står", "Behov", "Systemfel"], rows, text=5)


def _listed(needs: Iterable[str]) -> str:
    return ", ".join(need_label(need) for need in needs)
