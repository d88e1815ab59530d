"""The agency-switch network as a matrix of dots: a row for where from, a column for where to."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.results.document import Band, Interval
from exclusim.results.labels import label, number, percent
from exclusim.results.language import _
from exclusim.results.report.palette import GAIN, actor_colour
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas, text_width
from exclusim.results.report.texture import Texture

from .document import AgencyNetwork, Loop, TrajectoriesDocument
from .drawing import Layer, axis_name, chart, picked, wrapped
from .switches import ABSENT, NOBODY, OWN_FOOTING

__all__ = [
    "SMALLEST",
    "helping",
    "hundred",
    "loop_code",
    "paying",
    "place_code",
    "place_name",
    "plain",
    "switch_matrix",
]

_AGENCIES = {agency.name: agency.label for agency in AGENCIES}
_BETWEEN, _LOST, _IN = "#7a4a8c", "#3d4248", "#66717c"
_COLOURS = {
    NOBODY: _LOST,
    OWN_FOOTING: "#cfe3d8",
    ABSENT: "#c4c9cf",
    "skola": "#a9cce6",
    "arbetsmarknadsenhet": "#8c6aa8",
    "primarvard": "#e3aa9a",
    "samordningsforbund": "#e3c93c",
    "civilsamhalle": "#9b8f6a",
}
_LIKE = {"socialtjanst": "kommun", "psykiatri": "region"}  # agencies with the colour of who pays them
_TEXTURES: tuple[Texture, ...] = ("", "up", "dots", "down", "upright")  # of neighbours in a stack
SMALLEST = 0.0005  # moves per person that round to 0.1 in a hundred


def place_name(place: str) -> str:
    """Name of an agency, or of being nowhere or on one's own footing.

    >>> place_name("own_footing"), place_name("socialtjanst"), place_name("region")
    ('Arbete eller studier', 'Socialtjänsten', 'Regionen')
    """
    special = {
        NOBODY: _("Ingen myndighet"),
        OWN_FOOTING: _("Arbete eller studier"),
        ABSENT: _("Död eller utvandrad"),
    }
    return special.get(place) or (_(_AGENCIES[place]) if place in _AGENCIES else label(place))


def place_code(place: str) -> str:
    """Short name of a place, for narrow columns."""
    codes = {
        "arbetsformedlingen": _("AF"),
        "forsakringskassan": _("FK"),
        "skola": _("Sk"),
        "socialtjanst": _("Soc"),
        "arbetsmarknadsenhet": _("AME"),
        "primarvard": _("VC"),
        "psykiatri": _("Psy"),
        "rattsvasende": _("Rv"),
        "samordningsforbund": _("Sam"),
        "arbetsgivare": _("Agv"),
        "civilsamhalle": _("Civ"),
        NOBODY: _("Ing"),
        OWN_FOOTING: _("Arb"),
    }
    return codes.get(place) or place_name(place)[:3]


def _place_colour(place: str) -> str:
    return _COLOURS.get(place) or actor_colour(_LIKE.get(place, place))


def _colour(source: str, target: str) -> str:
    if source in (NOBODY, OWN_FOOTING):
        return _IN if target != OWN_FOOTING else GAIN
    return {OWN_FOOTING: GAIN, NOBODY: _LOST}.get(target, _BETWEEN)


def hundred(value: Interval, decimals: int = 1) -> Cell:
    """A rate per person as a number in a hundred people."""
    sub = "" if value.p95 == value.p5 else f"{number(100 * value.p5, decimals)}–{number(100 * value.p95, decimals)}"
    return Cell(number(100 * value.mean, decimals), sub)


def plain(value: Interval, decimals: int = 1) -> Cell:
    sub = "" if value.p95 == value.p5 else f"{number(value.p5, decimals)}–{number(value.p95, decimals)}"
    return Cell(number(value.mean, decimals), sub)


def _order(network: AgencyNetwork) -> list[str]:
    """Agencies somebody was ever at, then nobody and own footing."""
    agencies = [place for place in network.places if any(row.agency == place for row in network.rows)]
    return [*agencies, NOBODY, OWN_FOOTING]


def helping(document: TrajectoriesDocument) -> Figure:
    """Who works with people, time by time: agencies on the axis, own footing on top."""
    return _over_time(
        document,
        document.agencies.share,
        _order(document.agencies),
        _("Vem hjälper?"),
        _("”Ingen myndighet” är utanför utan att någon arbetar med personen, även i kö."),
    )


def paying(document: TrajectoriesDocument) -> Figure:
    """Who pays or is responsible, time by time: agencies on the axis, own footing on top."""
    agencies = [place for place in document.payers if place not in (NOBODY, OWN_FOOTING, ABSENT)]
    return _over_time(
        document,
        document.payers,
        [*agencies, NOBODY, OWN_FOOTING],
        _("Vem försörjer eller ansvarar?"),
        _("Följer av vad personen gör och lever av. Ersättning utan hjälp finns här men inte i figuren ovan."),
    )


def _over_time(
    document: TrajectoriesDocument, share: Mapping[str, Band], order: Sequence[str], title: str, note: str
) -> Figure:
    present = [place for place in (*order, ABSENT) if place in share]
    drawn = [
        Layer(place_name(p), _place_colour(p), share[p].mean, _TEXTURES[at % len(_TEXTURES)])
        for at, p in enumerate(present)
    ]
    at = picked(document)
    rows: list[list[Cell | str]] = [[place_name(p), *(percent(share[p].mean[i], 1) for i in at)] for p in present]
    name = _("{question} Andel av alla över tid. {title}.").format(question=title, title=_(document.title))
    basis = _("Andel av alla i gruppen, medelvärde över dragningarna.")
    return Figure.of(
        lambda width: chart(document, width, name, drawn),
        title,
        f"{basis} {note} {_parental()}",
        table(f"{title} {axis_name(document)}", [_("Myndighet"), *(number(document.times[i], 1) for i in at)], rows),
        [Legend(layer.colour, layer.label, texture=layer.texture) for layer in drawn],
    )


def _parental() -> str:
    return _("Föräldraledighet räknas till arbete eller studier.")


def switch_matrix(network: AgencyNetwork) -> Figure:
    """Moves per hundred people over the window; the area of a dot is its number."""
    places = _order(network)
    rates = {(m.source, m.target): m.per_person.mean for m in network.moves if m.per_person.mean >= SMALLEST}
    most = max(rates.values(), default=1.0)

    def draw(width: int) -> Markup:
        compact = width < 600
        margin = 54.0 if compact else 196.0
        column, row, top = (width - margin) / len(places), (54.0 if compact else 62.0), 46.0
        canvas = Canvas(width, top + row * len(places) + 6, _("Matris: förflyttningar mellan myndigheter."))
        canvas.text(0, 14, _("Från ↓"), "start")
        canvas.text(margin, 14, _("Till →"), "start")
        largest = min(column, row) / 2 - (6 if compact else 8)
        for i, source in enumerate(places):
            y = top + row * (i + 0.5)
            canvas.line(0, top + row * i, width, top + row * i, "grid")
            canvas.text(margin + column * (i + 0.5), top - 10, place_code(source), "middle", "name strong")
            canvas.text(0, y + 4, place_code(source), "start", "name strong")
            if not compact:
                lines = wrapped(place_name(source), margin - 64)
                for line, words in enumerate(lines):
                    canvas.text(58, y + 4 + 17 * (line - (len(lines) - 1) / 2), words, "start", "name")
            for j, target in enumerate(places):
                x, rate = margin + column * (j + 0.5), rates.get((source, target), 0.0)
                if i == j or not rate:
                    canvas.text(x, y + 4, "" if i == j else "·", "middle")
                    continue
                radius = max(largest * math.sqrt(rate / most), 1.5)
                written = number(100 * rate, 0 if rate >= 0.0995 else 1)
                tip = _("{source} → {target}: {n} per hundra personer").format(
                    source=place_name(source), target=place_name(target), n=written
                )
                inside = text_width(written, 12) < 1.5 * radius
                canvas.add("circle", cx=x, cy=y - (0 if inside else 7), r=radius, fill=_colour(source, target), tip=tip)
                if inside:
                    canvas.text(x, y + 4, written, "middle", "inside", fill="#fff")
                else:
                    canvas.text(x, y + 8 + radius, written, "middle", "small name")
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [place_name(m.source), place_name(m.target), hundred(m.per_person), plain(m.per_year, 2)]
        for m in sorted(network.moves, key=lambda m: -m.per_person.mean)
    ]
    codes = ", ".join(f"{place_code(place)} = {place_name(place)}" for place in places)
    counted = _(
        "Förflyttningar mellan dem som hjälper, per hundra personer i gruppen under hela den följda tiden; den som "
        "flyttar flera gånger räknas varje gång."
    )
    head = [_("Från"), _("Till"), _("Per hundra personer"), _("Per personår i ”från”")]
    return Figure.of(
        draw,
        _("Vart går den som lämnar en myndighet?"),
        f"{counted} {codes}. {_parental()}",
        table(_("Förflyttningar mellan myndigheter"), head, rows, text=2),
        [
            Legend(_BETWEEN, _("Till en annan myndighet")),
            Legend(_LOST, _("Till ingen, utan arbete eller studier")),
            Legend(GAIN, _("Till arbete eller studier")),
            Legend(_IN, _("In till en myndighet, eller ut ur arbete")),
        ],
    )


def loop_code(loop: Loop) -> str:
    """A loop in short names, as in *AF → FK → AF*."""
    return " → ".join(place_code(place) for place in (loop.agency, loop.by, loop.agency))
