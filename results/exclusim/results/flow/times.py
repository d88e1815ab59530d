"""Figure: the time that each pathway takes, state by state."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.flow.document import FlowDocument, Pathway
from exclusim.results.flow.drawing import cut, state_colour, state_texture
from exclusim.results.flow.words import months_text, pathway_name, state_name, support_missing, supported_text
from exclusim.results.labels import number, percent
from exclusim.results.language import _
from exclusim.results.report.palette import activity_group, text_on
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas, Scale, nice_ticks, text_width

__all__ = ["times"]

_MOST_BARS = 8


def times(document: FlowDocument) -> Figure | None:
    """The commonest pathways as bars of months, ending at the outcome."""
    ways = [way for way in document.pathways if way.states][:_MOST_BARS]
    longest = max((sum(step.median for step in way.months_in_state) for way in ways), default=0.0)
    if longest <= 0:
        return None
    ticks = nice_ticks(0, longest)

    def draw(width: int) -> Markup:
        compact = width < 600
        row, bar, top = (58.0, 18.0, 24.0) if compact else (52.0, 20.0, 24.0)
        height = top + row * len(ways) + 44
        name = _("Stapeldiagram: månader i varje tillstånd före utfallet, per väg.")
        canvas = Canvas(width, height, name)
        left, right = 4.0, width - (52.0 if compact else 150.0)
        x = Scale(0, ticks[-1], right, left)
        for tick in ticks:
            canvas.line(x(tick), top, x(tick), height - 40, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), height - 24, number(tick), "middle")
        canvas.text(right, height - 6, _("Månader före utfallet"), "end")
        head = _("Andel, stöd") if document.support_recorded and not compact else _("Andel")
        canvas.text(right + 10, 14, head, "start", "value")
        for row_number, way in enumerate(ways):
            y = top + row * row_number
            canvas.text(right, y + 16, cut(pathway_name(document, way), right - left), "end", "name halo")
            _bar(canvas, document, way, x, y + 22, bar)
            canvas.text(right + 10, y + 22 + bar - 5, percent(way.share.value), "start", "value")
            if not compact and way.supported is not None:
                given = _("stöd {share}").format(share=percent(way.supported.value))
                canvas.text(right + 50, y + 22 + bar - 5, given)
        return canvas.render()

    states = list(dict.fromkeys(state for way in ways for state in way.states))
    legend: dict[str, Legend] = {}
    for state in states:
        colour = state_colour(document, state)
        name = activity_group(state).label if document.data == "simulated" else state
        legend.setdefault(name, Legend(colour, name, texture=state_texture(document, state)))
    rows: list[list[Cell | str]] = [
        [
            pathway_name(document, way),
            *(months_text(value) for value in (way.time, way.between, way.gap_between)),
            supported_text(document, way),
        ]
        for way in document.pathways
    ]
    note = _("Medianer var för sig; delarna behöver därför inte summera till medianen för hela tiden.")
    support = (
        _("”Stöd” är andelen som fick något stöd mellan de två sista händelserna.")
        if document.support_recorded
        else support_missing()
    )
    head = [
        _("Väg"),
        _("Från första steget"),
        _("Mellan de två sista"),
        _("Därav utan stöd"),
        _("Fick stöd,\u00a0andel"),
    ]
    return Figure.of(
        draw,
        _("Tid i varje tillstånd på vägen"),
        f"{note} {support}",
        table(_("Månader, median (kvartiler)"), head, rows),
        list(legend.values()),
    )


def _bar(canvas: Canvas, document: FlowDocument, way: Pathway, x: Scale, y: float, height: float) -> None:
    before = sum(step.median for step in way.months_in_state)
    for state, step in zip(way.states, way.months_in_state, strict=True):
        start, end = x(before), x(before - step.median)
        before -= step.median
        colour = state_colour(document, state)
        tip = _("{state}: {n} månader").format(state=state_name(document, state), n=months_text(step))
        canvas.rect(start, y, end - start, height, colour, tip, class_="segment")
        texture = state_texture(document, state)
        canvas.texture(texture, text_on(colour), [start, end], [y, y], [y + height, y + height])
        text = number(step.median)
        if end - start > text_width(text) + 8:
            canvas.text((start + end) / 2, y + height - 5, text, "middle", "inside", fill=text_on(colour))
