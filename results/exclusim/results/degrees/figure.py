"""The figure of the degrees: value if it happens, and that value times how likely it is."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.degrees.document import Degree, DegreesDocument
from exclusim.results.labels import mkr, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.palette import GAIN, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, amount, is_certain, table
from exclusim.results.report.svg import Canvas, Scale, nice_ticks

__all__ = ["degree_labels", "ladder"]


def degree_labels() -> dict[int, tuple[str, str]]:
    return {
        1: (_("Första graden"), _("Projektet fungerar för sina deltagare")),
        2: (_("Andra graden"), _("Ordinarie verksamhet arbetar så med alla")),
        3: (_("Tredje graden"), _("Felen rättas: färre hamnar utanför")),
    }


_ACTOR = "society"


def _words(degree: Degree) -> str:
    return _("{amount} om det lyckas, sannolikhet {probability}").format(
        amount=mkr(degree.value[_ACTOR].mean), probability=percent(degree.probability.mean)
    )


@telling
def ladder(document: DegreesDocument, meaning: str) -> Figure:
    """Three rows from the third degree down to the first; light is the value if it happens, dark the expected value."""
    rows = list(reversed(document.degrees))
    known = [d.value[_ACTOR] for d in rows]
    low = min([0.0, *(v.p5 for v in known), *(v.mean for v in known)])
    high = max([0.0, *(v.p95 for v in known), *(v.mean for v in known)])

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, step = (4.0, width - 4.0, 84.0) if compact else (300.0, width - 6.0, 76.0)
        canvas = Canvas(width, step * len(rows) + 40, _("Staplar: värdet av idén i tre grader av framgång."))
        ticks = nice_ticks(low / 1e6, high / 1e6, 3 if compact else 5)
        x = Scale(ticks[0], ticks[-1], left + 8, right - 8)
        foot = step * len(rows) + 4
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), 30 if compact else 2, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.text(right, foot + 32, _("Mkr, samhällets nettonuvärde"), "end")
        for i, degree in enumerate(rows):
            y = i * step + 4
            name, what = degree_labels()[degree.degree]
            bar = y + (40 if compact else 26)
            short = f"{name}: {mkr(degree.value[_ACTOR].mean)}"
            canvas.text(0, y + 16, short if compact else name, "start", "name strong halo")
            canvas.text(0, y + 34, what, "start", "small halo")
            if not compact:
                canvas.text(0, y + 52, _words(degree), "start", "small")
            value, expected = degree.value[_ACTOR], degree.expected[_ACTOR].mean / 1e6
            colour = GAIN if value.mean >= 0 else LOSS
            start, end = sorted((x(0), x(value.mean / 1e6)))
            canvas.rect(start, bar, max(end - start, 1.5), 24, colour, f"{name}: {_words(degree)}", opacity="0.3")
            start, end = sorted((x(0), x(expected)))
            canvas.rect(
                start,
                bar + 5,
                max(end - start, 1.5),
                14,
                colour,
                _("{name}, förväntat: {expected}").format(name=name, expected=mkr(expected * 1e6)),
            )
            if not is_certain(value):
                canvas.line(x(value.p5 / 1e6), bar + 12, x(value.p95 / 1e6), bar + 12, "whisker")
        return canvas.render()

    data: list[list[Cell | str]] = [
        [
            degree_labels()[d.degree][0],
            percent(d.probability.mean, 1),
            amount(d.value[_ACTOR], gain=True),
            amount(d.expected[_ACTOR], gain=True),
        ]
        for d in document.degrees
    ]
    return Figure.of(
        draw,
        _("Vad idén är värd i varje grad"),
        _("Samhället. Streck: {meaning}").format(meaning=meaning),
        table(
            _("Samhällets värde i varje grad"), [_("Grad"), _("Sannolikhet"), _("Om det lyckas"), _("Förväntat")], data
        ),
        [
            Legend("#b5c9c7", _("Värde om det lyckas")),
            Legend(GAIN, _("Sannolikhet gånger värde")),
            Legend(LOSS, _("Förlust")),
        ],
    )
