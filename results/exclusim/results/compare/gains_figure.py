"""The figure of the answer: gain by scenario."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.compare.document import CompareDocument, Net
from exclusim.results.compare.order import cut, ranked
from exclusim.results.compare.words import meaning
from exclusim.results.labels import label, mkr, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.palette import GAIN, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, amount, table
from exclusim.results.report.svg import Canvas, Scale, nice_ticks

__all__ = ["gains"]


@telling
def gains(document: CompareDocument) -> Figure:
    """One row by scenario: society's and the public sector's net with interval, and the probability of loss."""
    names = ranked(document)
    shown = ("society", "public")

    def of(name: str) -> dict[str, Net]:
        return document.scenarios[name].net

    low = min(0.0, *(of(n)[a].p5 for n in names for a in shown)) / 1e6
    high = max(0.0, *(of(n)[a].p95 for n in names for a in shown)) / 1e6

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right = (4.0, width - 4.0) if compact else (250.0, width - 150.0)
        step = 84.0 if compact else 62.0
        canvas = Canvas(width, step * len(names) + 46, _("Staplar: nettovinst för varje insats."))
        ticks = nice_ticks(low, high, 3 if compact else 5)
        x = Scale(ticks[0], ticks[-1], left + 6, right - 6)
        foot = step * len(names) + 6
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), 2, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.text(right, foot + 34, _("Mkr, nettonuvärde"), "end")
        for row, name in enumerate(names):
            top = row * step + 6
            scenario = document.scenarios[name]
            canvas.text(0, top + 16, cut(_(scenario.label), 25 if compact else 36), "start", "name strong halo")
            chance = _("risk för förlust {share}").format(share=percent(of(name)["society"].probability_loss))
            if compact:
                canvas.text(right, top + 16, chance, "end", "small halo")
            else:
                if len(document.cases) > 1:
                    canvas.text(0, top + 34, cut(scenario.case, 40), "start", "small")
                canvas.text(width, top + 16, chance, "end", "small")
            bar = top + (26 if compact else 4)
            for offset, actor, size in ((0, "society", 20), (24, "public", 14)):
                value = of(name)[actor]
                start, end = sorted((x(0), x(value.mean / 1e6)))
                colour = GAIN if value.mean >= 0 else LOSS
                tip = f"{label(actor)}: {mkr(value.mean)}"
                opacity = "1" if actor == "society" else "0.5"
                canvas.rect(start, bar + offset, max(end - start, 1.5), size, colour, tip, opacity=opacity)
                middle = bar + offset + size / 2
                canvas.line(x(value.p5 / 1e6), middle, x(value.p95 / 1e6), middle, "whisker")
        return canvas.render()

    data: list[list[Cell | str]] = [
        [
            _(document.scenarios[n].label),
            *(amount(of(n)[a], gain=True) for a in shown),
            percent(of(n)["society"].probability_loss),
        ]
        for n in names
    ]
    return Figure.of(
        draw,
        _("Vad varje insats ger"),
        _("Bred stapel: samhället. Smal, ljus stapel: offentlig sektor. Streck: {meaning}").format(
            meaning=meaning(document)
        ),
        table(_("Nettonuvärde"), [_("Insats"), *map(label, shown), _("Risk för förlust")], data),
        [Legend(GAIN, _("Vinst")), Legend(LOSS, _("Förlust"))],
    )
