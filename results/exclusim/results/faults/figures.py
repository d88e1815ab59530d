"""Figures of a fault study: the ranked faults, owners against payers, and how strong collaboration is."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.results.labels import NBSP, label, mkr, number, percent
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import GAIN, INK, LOSS, text_on
from exclusim.results.report.parts import Cell, Figure, Legend, amount, table
from exclusim.results.report.svg import Canvas, Scale, area_path, line_path, nice_ticks

from .document import FaultDocument, FaultRow
from .words import owner_label

__all__ = ["chance_words", "collaboration", "most_costly", "owner_payer_figure", "ranked"]

_ALONE = "#8a939c"
_PAYS = {
    "arbetsformedlingen": ("Arbets-", "förm."),
    "forsakringskassan": ("Försäkr.-", "kassan"),
    "kommun": ("Kommu-", "nen"),
    "region": ("Regio-", "nen"),
    "rattsvasende": ("Rätts-", "väs."),
    "ovriga": ("Staten,", "övriga"),
    "production": ("Produk-", "tion"),
}


def chance_words(document: FaultDocument) -> str:
    """What an interval means."""
    return (
        f"90{NBSP}%-intervall över {number(document.draws)} dragningar: osäkra indata, antaganden om reglerna och "
        f"slumpen bland {number(document.persons)} simulerade personer."
    )


def ranked(document: FaultDocument) -> Figure:
    """Each fault's share of society's cost with its interval, and what removing it alone takes away."""
    rows = document.faults
    shares = [row.shapley["society"] for row in rows]
    alone = [row.removed["society"] for row in rows]
    low = min([0.0, *(v.p5 for v in shares), *(v.mean for v in alone)]) / 1e6
    high = max([0.0, *(v.p95 for v in shares), *(v.mean for v in alone)]) / 1e6

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, step = (0.0, width - 4.0, 50.0) if compact else (290.0, width - 92.0, 34.0)
        canvas = Canvas(width, step * len(rows) + 46, "Liggande staplar: systemfelen efter kostnad för samhället.")
        ticks = nice_ticks(low, high, 3 if compact else 5)
        x = Scale(ticks[0], ticks[-1], left + 8, right - 8)
        foot = step * len(rows) + 6
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), 2, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.text(right, foot + 34, "Mkr, nuvärde för samhället", "end")
        for i, row in enumerate(rows):
            y = i * step + 4
            bar = y + (22 if compact else 6)
            share, removed = row.shapley["society"], row.removed["society"]
            name = f"{row.rank}. {row.label}"
            canvas.text(0, y + (15 if compact else 21), name, "start", "name halo" if compact else "name")
            start, end = sorted((x(0), x(share.mean / 1e6)))
            tip = f"{row.label}: andel av helheten {mkr(share.mean)}; ensamt borttaget {mkr(removed.mean)}"
            canvas.rect(start, bar, max(end - start, 1.0), 18, LOSS if share.mean >= 0 else GAIN, tip)
            canvas.line(x(share.p5 / 1e6), bar + 9, x(share.p95 / 1e6), bar + 9, "whisker")
            canvas.add(
                "circle", cx=x(removed.mean / 1e6), cy=bar + 9, r=5, fill="#fff", stroke=_ALONE, stroke_width=2.5,
                tip=f"{row.label}, ensamt borttaget: {mkr(removed.mean)}",
            )  # fmt: skip
            if compact:
                canvas.text(width, y + 15, mkr(share.mean), "end", "halo")
            else:
                canvas.text(width, y + 20, mkr(share.mean), "end", "name")
        return canvas.render()

    data: list[list[Cell | str]] = [
        [row.label, amount(share), mkr(share.se), amount(one, gain=True)]
        for row, share, one in zip(rows, shares, alone, strict=True)
    ]
    method = (
        "alla kombinationer av felen är körda"
        if document.orders == 0
        else f"medelvärde över {number(document.orders)} ordningar per dragning"
    )
    return Figure.of(
        draw,
        "Vad varje systemfel kostar samhället",
        f"Stapel: felets andel av vad alla felen kostar tillsammans ({method}); staplarna summerar till helheten. "
        f"Streck: {chance_words(document)} Ring: vad som försvinner om bara det felet tas bort och de andra finns "
        "kvar. Under noll: kostnaden blir högre.",
        table(
            "Systemfelens kostnad för samhället",
            ["Systemfel", "Andel av helheten", "Medelfel (ordningar)", "Ensamt borttaget"],
            data,
        ),
        [Legend(LOSS, "Andel av helheten (Shapley)"), Legend(_ALONE, "Ensamt borttaget")],
    )


def _own(owner: str, payer: str) -> bool:
    agency = next((agency for agency in AGENCIES if agency.name == owner), None)
    return agency is not None and payer in {actor.reported for actor in agency.payers}


def _tint(value: float, most: float) -> str:
    """White for nothing, to full colour for the largest amount."""
    share = min(abs(value) / most, 1.0) ** 0.7 if most > 0 else 0.0
    full = LOSS if value >= 0 else GAIN
    channels = [round(255 + (int(full[i : i + 2], 16) - 255) * share) for i in (1, 3, 5)]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def owner_payer_figure(document: FaultDocument) -> Figure:
    """Heat table: a row for whose answer stands in the case file, a column for who pays."""
    matrix = dict(zip(document.owners, document.owner_payer, strict=True))
    largest = max((abs(value) for row in document.owner_payer for value in row), default=0.0)
    shown = [owner for owner in document.owners if any(abs(v) > 0.002 * largest for v in matrix[owner])]
    shown.sort(key=lambda owner: -sum(matrix[owner]))

    def draw(width: int) -> Markup:
        compact = width < 600
        left = 0.0 if compact else 230.0
        column = (width - left) / len(document.payers)
        step, top = (58.0 if compact else 42.0), 46.0
        canvas = Canvas(width, top + step * len(shown) + 6, "Värmetabell: vems svar står i akten, och vem som betalar.")
        if not compact:
            canvas.text(0, 34, "Vems svar står i akten ↓", "start")
        for j, payer in enumerate(document.payers):
            for line, words in enumerate(_PAYS.get(payer, (label(payer)[:8], ""))):
                canvas.text(left + column * (j + 0.5), 18 + 16 * line, words, "middle", "small name")
        for i, owner in enumerate(shown):
            y = top + step * i
            if compact:
                canvas.text(0, y + 15, owner_label(owner), "start", "small name")
            else:
                canvas.text(0, y + 25, owner_label(owner), "start", "name")
            cell, height = y + (21 if compact else 2), (34.0 if compact else step - 4)
            for j, payer in enumerate(document.payers):
                value = matrix[owner][j]
                colour, x = _tint(value, largest), left + column * j + 2
                tip = f"{owner_label(owner)} → {label(payer)}: {mkr(value)}"
                canvas.rect(x, cell, column - 4, height, colour, tip, rx=3)
                if _own(owner, payer):
                    canvas.rect(x + 1, cell + 1, column - 6, height - 2, "none", stroke=INK, stroke_width=2, rx=3)
                written = number(value / 1e6, 1 if largest >= 1e6 else 2)
                canvas.text(
                    x + column / 2 - 2, cell + height / 2 + 4, written, "middle", "inside", fill=text_on(colour)
                )
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [owner_label(owner), *(mkr(value) for value in matrix[owner])] for owner in document.owners
    ]
    return Figure.of(
        draw,
        "",
        "Mkr, nuvärde. Varje fels andel av helheten är fördelad på den vars svar står i akten under felets månader. "
        "Ram: egen kostnad. Grönt: den aktören har lägre kostnader med felet än utan. Transfereringar och skatter är "
        "med hos den som betalar, så raderna summerar inte till samhällets kostnad.",
        table("Ägare och betalare", ["Vems svar", *map(label, document.payers)], rows),
        [Legend(LOSS, "Betalar mer på grund av felet"), Legend(GAIN, "Betalar mindre"), Legend(INK, "Egen kostnad")],
    )


def collaboration(document: FaultDocument) -> Figure:
    """How strong collaboration is, year by year."""
    band, years = document.collaboration.strength, document.collaboration.years
    top = max(*band.p95, 0.05)

    def draw(width: int) -> Markup:
        height = 250.0 if width < 600 else 270.0
        canvas = Canvas(width, height, "Kurva: samverkans styrka år för år.")
        ticks = [tick * 100 for tick in nice_ticks(0, top, 4)]
        x, y = Scale(years[0], max(years[-1], 1), 44, width - 12.0), Scale(ticks[0], ticks[-1], height - 44, 12)
        y_axis(canvas, y, ticks, 44, width - 12.0)
        canvas.path(
            area_path([x(t) for t in years], [y(100 * v) for v in band.p5], [y(100 * v) for v in band.p95]),
            fill=INK, fill_opacity="0.14",
        )  # fmt: skip
        canvas.path(line_path((x(t), y(100 * v)) for t, v in zip(years, band.mean, strict=True)), stroke=INK)
        for year in range(0, years[-1] + 1, 5):
            canvas.text(x(year), height - 24, number(year), "middle")
        canvas.text(width - 12.0, height - 4, "År från början", "end")
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [number(year), percent(band.mean[i], 1), f"{percent(band.p5[i], 1)}–{percent(band.p95[i], 1)}"]
        for i, year in enumerate(years)
    ]
    return Figure.of(
        draw,
        "Hur stark är samverkan?",
        "Sannolikheten, i procent, att två myndigheter arbetar gemensamt med ett sammansatt behov; medelvärde över "
        f"paren. Band: {chance_words(document)}",
        table("Samverkans styrka", ["År", "Sannolikhet", "90 %"], rows),
    )


def most_costly(document: FaultDocument, count: int = 3) -> list[FaultRow]:
    """The dearest faults that cost society anything."""
    return [row for row in document.faults if row.shapley["society"].mean > 0][:count]
