"""Scenarios against payers: who wins and who loses, and how likely each one is to lose.

Cells carry their number, and lightness or length beside hue, so that the figures can be read in grey.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap

from markupsafe import Markup

from exclusim.model.money import PUBLIC
from exclusim.results.compare.document import CompareDocument, Net
from exclusim.results.compare.order import cut, ranked
from exclusim.results.labels import label, mkr, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.palette import GAIN, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, amount, is_certain, table
from exclusim.results.report.svg import Canvas, Scale

__all__ = ["ink_on", "loss", "shade", "short", "winners"]

_ALL = ("society", "public", *PUBLIC)
_HEAD, _ROW = 30.0, 58.0
_PALE = (255, 255, 255)
_DARK = (122, 45, 5)  # the hue of LOSS, dark enough for white text
_TURN = 0.718  # the shade on which black and white read equally well

type Draw = Callable[[Canvas, Net, float, float, float], None]


def short(actor: str) -> str:
    """An actor's name for a narrow column."""
    names = {
        "society": _("Samh."),
        "public": _("Off."),
        "arbetsformedlingen": "AF",
        "forsakringskassan": "FK",
        "kommun": _("Kom."),
        "region": _("Reg."),
        "rattsvasende": _("Rätts."),
        "ovriga": _("Stat."),
    }
    return names.get(actor) or label(actor)


@telling
def loss(document: CompareDocument) -> Figure:
    """Probability of loss by scenario and payer; a payer that nothing touches has a dash."""

    def cell(canvas: Canvas, net: Net, x: float, y: float, width: float) -> None:
        colour = shade(net.probability_loss)
        canvas.rect(x + 1, y, width - 2, 30, colour, stroke="#c9ced3")
        text = "–" if untouched(net) else percent(net.probability_loss).replace("\N{NO-BREAK SPACE}", "")
        canvas.text(x + width / 2, y + 20, text, "middle", "", ink_on(net.probability_loss))

    rows: list[list[Cell | str]] = [
        [
            _(document.scenarios[name].label),
            *(
                "–" if untouched(net := document.scenarios[name].net[a]) else percent(net.probability_loss)
                for a in _ALL
            ),
        ]
        for name in ranked(document)
    ]
    return Figure.of(
        _grid(document, _ALL, cell, _("Rutor: sannolikhet för förlust, för varje insats och aktör.")),
        _("Risken att förlora"),
        _(
            "Andel av dragningarna där aktören går med förlust; mörkare är större risk. Streck: aktören berörs inte. "
            "Varje aktör för sig, utan avtal om ersättning."
        ),
        table(_("Risk för förlust"), [_("Insats"), *map(label, _ALL)], rows),
    )


@telling
def winners(document: CompareDocument) -> Figure:
    """Mean net of each public payer by scenario, as bars from a common zero, with the interval."""
    names = ranked(document)
    every = [document.scenarios[n].net[a] for n in names for a in PUBLIC]
    reach = max(1.0, *(abs(net.mean) for net in every))

    def cell(canvas: Canvas, net: Net, x: float, y: float, width: float) -> None:
        middle = x + width / 2
        scale = Scale(-reach, reach, x + 5, x + width - 5)
        start, end = sorted((middle, scale(net.mean)))
        if not untouched(net):
            tip = f"{mkr(net.mean)} ({mkr(net.p5)} – {mkr(net.p95)})"
            canvas.rect(start, y, max(end - start, 1.5), 14, GAIN if net.mean >= 0 else LOSS, tip)
        canvas.line(middle, y - 3, middle, y + 17, "axis")
        text = "–" if untouched(net) else _signed(net.mean)
        canvas.text(middle, y + 31, text, "middle", "small name")

    rows: list[list[Cell | str]] = [
        [_(document.scenarios[n].label), *(amount(document.scenarios[n].net[a], gain=True, unit=False) for a in PUBLIC)]
        for n in names
    ]
    return Figure.of(
        _grid(document, PUBLIC, cell, _("Staplar: nettot för varje insats och offentlig aktör.")),
        _("Vinnare och förlorare"),
        _("Nettonuvärde i Mkr, medelvärde. Åt höger vinner aktören, åt vänster förlorar den; samma skala överallt."),
        table(_("Nettonuvärde, Mkr"), [_("Insats"), *map(label, PUBLIC)], rows),
        [Legend(GAIN, _("Vinst")), Legend(LOSS, _("Förlust"))],
    )


def untouched(net: Net) -> bool:
    """Whether the scenario means nothing to a payer, in any draw."""
    return net.mean == 0 and is_certain(net)


def _grid(document: CompareDocument, actors: Sequence[str], cell: Draw, name: str) -> Callable[[int], Markup]:
    """Rows of scenarios, columns of actors; on a telephone the scenario stands above its row."""
    names = ranked(document)

    def draw(width: int) -> Markup:
        compact = width < 600
        left, row = (0.0, _ROW + 18) if compact else (210.0, _ROW)
        canvas = Canvas(width, _HEAD + row * len(names), name)
        column = (width - left) / len(actors)
        for i, actor in enumerate(actors):
            middle, last = left + column * (i + 0.5), i == len(actors) - 1
            if compact:
                canvas.text(middle, 24, short(actor), "middle", "small")
            else:  # names are longer than columns are wide: every other one stands higher
                at = (width, "end") if last else (middle, "middle")
                canvas.text(at[0], 24 if i % 2 else 9, label(actor), at[1], "small")
        for index, key in enumerate(names):
            top = _HEAD + row * index + (22 if compact else 10)
            canvas.line(0, _HEAD + row * index, width, _HEAD + row * index)
            scenario = document.scenarios[key]
            lines = [cut(_(scenario.label), 44)] if compact else _lines(_(scenario.label))
            for line, text in enumerate(lines):
                canvas.text(0, (top - 5 if compact else top + 16) + 16 * line, text, "start", "name")
            for i, actor in enumerate(actors):
                cell(canvas, scenario.net[actor], left + column * i, top + (4 if compact else 0), column)
        return canvas.render()

    return draw


def _lines(text: str) -> list[str]:
    """A scenario's name on two lines at most."""
    first, *more = wrap(text, 27) or [""]
    return [first, cut(" ".join(more), 27)] if more else [first]


def shade(probability: float) -> str:
    """White at none, dark at one: lightness alone carries the number."""
    mixed = (round(a + (b - a) * probability) for a, b in zip(_PALE, _DARK, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ink_on(probability: float) -> str:
    """Black or white, whichever reads better on the shade: always with a contrast of 4.5 or more (WCAG 2)."""
    return "#ffffff" if probability > _TURN else "#000000"


def _signed(sek: float) -> str:
    """Mkr without the unit, two decimals where they say something."""
    value = sek / 1e6
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return number(value, places)
