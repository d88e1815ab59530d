"""Typical lives (*typfall*): a strip of what a person does over time, and what it costs whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from exclusim.model.money import PUBLIC
from exclusim.results.document import Life, RunDocument
from exclusim.results.labels import duration, label, mkr, number, tkr
from exclusim.results.language import _

from .life_years import years_of
from .palette import activity_group, actor_colour, text_on
from .parts import Cell, Figure, Legend, table
from .svg import Canvas, Scale, text_width

__all__ = ["LifeView", "view"]


@dataclass(frozen=True)
class LifeView:
    title: str
    story: str
    strip: Figure
    by_year: Figure | None
    costs: tuple[tuple[str, str, str], ...]  # (colour, actor, amount)


def _shown_costs(cost: Mapping[str, float]) -> list[str]:
    keys = ["society", "public", *PUBLIC, "production", "individ"]
    return [a for a in keys if abs(cost.get(a, 0.0)) >= 500]


def _spans(life: Life, burden: str, x: Scale) -> list[tuple[float, float]]:
    """Where the burden holds, in pixels; spells that meet are one."""
    ends: list[tuple[float, float]] = []
    for spell in life.spells:
        if burden in spell.burdens:
            span = (x(spell.start_month), x(spell.start_month + spell.months))
            if ends and abs(ends[-1][1] - span[0]) < 0.5:
                ends[-1] = (ends[-1][0], span[1])
            else:
                ends.append(span)
    return ends


def _strip(life: Life, width: int) -> Markup:
    compact = width < 600
    first = life.spells[0].age - life.spells[0].start_month / 12
    last_month = max(s.start_month + s.months for s in life.spells)
    bar, left, right = 38.0, 2.0, width - 2.0
    x = Scale(0, last_month, left, right)
    rows = []
    for burden in dict.fromkeys(b for s in life.spells for b in s.burdens):
        ends = _spans(life, burden, x)
        rows.append((burden, ends, ends[-1][1] + 6 + text_width(label(burden), 12) < right))
    height = 44 + bar + sum(14 if beside else 28 for _burden, _ends, beside in rows)
    canvas = Canvas(width, height, _("Tidslinje: {title}. {story}").format(title=_(life.title), story=_(life.story)))
    for spell in life.spells:
        a, b = x(spell.start_month), x(spell.start_month + spell.months)
        group = activity_group(spell.activity)
        name = label(f"{spell.activity}/{spell.support}")
        tip = _("{name}, från {age} års ålder, {time}").format(
            name=name, age=number(spell.age, 1), time=duration(spell.months)
        )
        canvas.rect(a, 6, b - a, bar, group.colour, tip, class_="segment")
        short = label(spell.activity)
        if text_width(short, 12) < b - a - 10:
            canvas.text((a + b) / 2, 6 + bar / 2 + 4, short, "middle", "inside", fill=text_on(group.colour))
        else:
            canvas.texture(group.texture, text_on(group.colour), [a, b], [6, 6], [6 + bar, 6 + bar])
    y = 6 + bar + 9
    for burden, ends, beside in rows:
        for a, b in ends:
            canvas.rect(a, y - 2, b - a, 4, "#5f6b78", label(burden), rx=2)
        if beside:
            canvas.text(ends[-1][1] + 6, y + 4, label(burden), "start", "small")
        else:  # the name never covers the line: it would read as a burden that ended
            at = min(ends[0][0], right - text_width(label(burden), 12))
            canvas.text(at, y + 15, label(burden), "start", "small")
        y += 14 if beside else 28
    foot = y + 1
    canvas.line(left, foot, right, foot, "grid")
    step = 5 if compact or last_month > 300 else 2
    age = -(-first // step) * step
    while (age - first) * 12 <= last_month:
        px = x((age - first) * 12)
        canvas.line(px, foot, px, foot + 5, "axis")
        anchor = "start" if px < 14 else "end" if px > right - 14 else "middle"
        canvas.text(px, foot + 18, number(age), anchor)
        age += step
    return canvas.render()


def view(document: RunDocument, life: Life) -> LifeView | None:
    """None for a life without spells."""
    if not life.spells:
        return None
    rows: list[list[Cell | str]] = []
    for spell in life.spells:
        paid = ", ".join(f"{label(a)} {tkr(spell.cost[a])}" for a in _shown_costs(spell.cost))
        rows.append(
            [
                number(spell.age, 1),
                duration(spell.months),
                label(f"{spell.activity}/{spell.support}"),
                ", ".join(map(label, spell.burdens)) or "–",
                paid or "–",
            ]
        )
    groups = list(dict.fromkeys(activity_group(s.activity) for s in life.spells))
    strip = Figure.of(
        lambda width: _strip(life, width),
        "",
        _("Ålder på axeln; grå streck visar bördor medan de varar."),
        table(
            _("Perioder: {title} (odiskonterat)").format(title=_(life.title)),
            [_("Ålder"), _("Längd"), _("Vad"), _("Bördor"), _("Kostnad")],
            rows,
            text=5,
        ),
        [Legend(g.colour, g.label, texture=g.texture) for g in groups],
    )
    costs = tuple((actor_colour(a), label(a), mkr(life.cost[a])) for a in _shown_costs(life.cost))
    return LifeView(_(life.title), _(life.story), strip, years_of(document, life), costs)
