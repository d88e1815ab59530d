"""Figures of a fault study by name, for its page and for the web page alike; those of causes and strength."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from markupsafe import Markup

from exclusim.results.labels import mkr, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import GAIN, INK, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, amount, table
from exclusim.results.report.svg import Canvas, Scale, area_path, line_path, nice_ticks

from .document import FaultDocument, FaultRow
from .life_figure import life_figure
from .owner_figure import owner_payer_figure

__all__ = ["FAULT_FIGURES", "chance_words", "collaboration", "most_costly", "ranked"]

_ALONE = "#8a939c"


def chance_words(document: FaultDocument) -> str:
    """What an interval means."""
    return _(
        "90\u00a0%-intervall över {draws} dragningar: osäkra indata, antaganden om reglerna och slumpen bland "
        "{persons} simulerade personer."
    ).format(draws=number(document.draws), persons=number(document.persons))


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
        words = _("Liggande staplar: systemfelen efter kostnad för samhället.")
        canvas = Canvas(width, step * len(rows) + 46, words)
        ticks = nice_ticks(low, high, 3 if compact else 5)
        x = Scale(ticks[0], ticks[-1], left + 8, right - 8)
        foot = step * len(rows) + 6
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), 2, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.text(right, foot + 34, _("Mkr, nuvärde för samhället"), "end")
        for i, row in enumerate(rows):
            y = i * step + 4
            bar = y + (22 if compact else 6)
            share, removed = row.shapley["society"], row.removed["society"]
            name = f"{row.rank}. {_(row.label)}"
            canvas.text(0, y + (15 if compact else 21), name, "start", "name halo" if compact else "name")
            start, end = sorted((x(0), x(share.mean / 1e6)))
            tip = _("{fault}: andel av helheten {share}; ensamt borttaget {alone}").format(
                fault=_(row.label), share=mkr(share.mean), alone=mkr(removed.mean)
            )
            canvas.rect(start, bar, max(end - start, 1.0), 18, LOSS if share.mean >= 0 else GAIN, tip)
            canvas.line(x(share.p5 / 1e6), bar + 9, x(share.p95 / 1e6), bar + 9, "whisker")
            canvas.add(
                "circle", cx=x(removed.mean / 1e6), cy=bar + 9, r=5, fill="#fff", stroke=_ALONE, stroke_width=2.5,
                tip=_("{fault}, ensamt borttaget: {alone}").format(fault=_(row.label), alone=mkr(removed.mean)),
            )  # fmt: skip
            if compact:
                canvas.text(width, y + 15, mkr(share.mean), "end", "halo")
            else:
                canvas.text(width, y + 20, mkr(share.mean), "end", "name")
        return canvas.render()

    data: list[list[Cell | str]] = [
        [_(row.label), amount(share), mkr(share.se), amount(one, gain=True)]
        for row, share, one in zip(rows, shares, alone, strict=True)
    ]
    if document.orders == 0:
        bar = _(
            "Stapel: felets andel av vad alla felen kostar tillsammans (alla kombinationer av felen är körda); "
            "staplarna summerar till helheten."
        )
    else:
        bar = _(
            "Stapel: felets andel av vad alla felen kostar tillsammans (medelvärde över {n} ordningar per dragning); "
            "staplarna summerar till helheten."
        ).format(n=number(document.orders))
    whisker = _("Streck: {meaning}").format(meaning=chance_words(document))
    ring = _(
        "Ring: vad som försvinner om bara det felet tas bort och de andra finns kvar. Under noll: kostnaden blir högre."
    )
    head = [_("Systemfel"), _("Andel av helheten"), _("Medelfel (ordningar)"), _("Ensamt borttaget")]
    return Figure.of(
        draw,
        _("Vad varje systemfel kostar samhället"),
        f"{bar} {whisker} {ring}",
        table(_("Systemfelens kostnad för samhället"), head, data),
        [Legend(LOSS, _("Andel av helheten (Shapley)")), Legend(_ALONE, _("Ensamt borttaget"))],
    )


def collaboration(document: FaultDocument) -> Figure:
    """How strong collaboration is, year by year."""
    band, years = document.collaboration.strength, document.collaboration.years
    top = max(*band.p95, 0.05)

    def draw(width: int) -> Markup:
        height = 250.0 if width < 600 else 270.0
        canvas = Canvas(width, height, _("Kurva: samverkans styrka år för år."))
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
        canvas.text(width - 12.0, height - 4, _("År från början"), "end")
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [number(year), percent(band.mean[i], 1), f"{percent(band.p5[i], 1)}–{percent(band.p95[i], 1)}"]
        for i, year in enumerate(years)
    ]
    return Figure.of(
        draw,
        _("Hur stark är samverkan?"),
        _(
            "Sannolikheten, i procent, att två myndigheter arbetar gemensamt med ett sammansatt behov; medelvärde över "
            "paren. Band: {meaning}"
        ).format(meaning=chance_words(document)),
        table(_("Samverkans styrka"), [_("År"), _("Sannolikhet"), _("90 %")], rows),
    )


def most_costly(document: FaultDocument, count: int = 3) -> list[FaultRow]:
    """The dearest faults that cost society anything."""
    return [row for row in document.faults if row.shapley["society"].mean > 0][:count]


def _life(document: FaultDocument) -> Figure | None:
    return None if document.life is None else life_figure(document, document.life)


FAULT_FIGURES: Mapping[str, Callable[[FaultDocument], Figure | None]] = MappingProxyType(
    {
        "ranked": telling(ranked),
        "owner_payer": telling(owner_payer_figure),
        "life": telling(_life),
        "collaboration": telling(collaboration),
    }
)
"""Each draws itself in the language spoken; None where the document has nothing to draw."""
