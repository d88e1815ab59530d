"""Winners and losers: the net of an intervention per actor, to either side of zero."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.model.money import PUBLIC
from exclusim.results.document import Difference, RunDocument
from exclusim.results.labels import duration, interval_mkr, label, mkr, number, percent
from exclusim.results.language import _

from .palette import GAIN, LOSS, LOSS_TEXTURE, text_on
from .parts import Cell, Figure, Legend, amount, band_meaning, is_certain, table
from .svg import Canvas, Scale, nice_ticks

__all__ = ["winners"]


def winners(document: RunDocument, difference: Difference) -> Figure:
    """Net per actor as bars to either side of zero, with intervals."""
    actors = [a for a in ("society", "public", *PUBLIC, "production") if a in difference.net]
    rows = [(a, difference.net[a]) for a in actors]
    low = min([0.0, *(v.p5 for _actor, v in rows)])
    high = max([0.0, *(v.p95 for _actor, v in rows)])

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, step = (6.0, width - 6.0, 48.0) if compact else (196.0, width - 110.0, 36.0)
        canvas = Canvas(width, step * len(rows) + 30, _("Vinnare och förlorare: nettonuvärde per aktör."))
        ticks = nice_ticks(low / 1e6, high / 1e6, 3 if compact else 5)
        x = Scale(ticks[0], ticks[-1], left + 12, right - 12)
        foot = step * len(rows) + 8
        for tick in ticks:
            canvas.line(x(tick), 2, x(tick), foot, "axis" if tick == 0 else "grid")
            decimals = 0 if float(ticks[1] - ticks[0]).is_integer() else 1
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        for i, (actor, net) in enumerate(rows):
            y = i * step + 4
            bar = y + (22 if compact else 6)
            start, end = sorted((x(0), x(net.mean / 1e6)))
            words = f"{label(actor)}: {mkr(net.mean)}" if compact else label(actor)
            canvas.text(
                0 if compact else left - 12,
                y + (15 if compact else 21),
                words,
                "start" if compact else "end",
                "name strong" if i < 2 else "name",
            )
            canvas.rect(
                start,
                bar,
                max(end - start, 1.5),
                20,
                GAIN if net.mean >= 0 else LOSS,
                f"{label(actor)}: {mkr(net.mean)} ({interval_mkr(net.p5, net.p95)})",
            )
            if net.mean < 0:
                canvas.texture(LOSS_TEXTURE, text_on(LOSS), [start, end], [bar, bar], [bar + 20, bar + 20])
            if not is_certain(net):
                canvas.line(x(net.p5 / 1e6), bar + 10, x(net.p95 / 1e6), bar + 10, "whisker")
            if not compact:
                canvas.text(width, y + 21, mkr(net.mean), "end", "name strong" if i < 2 else "name")
        return canvas.render()

    chance = difference.probability_loss
    data: list[list[Cell | str]] = [
        [
            label(a),
            amount(v, gain=True),
            percent(chance[a]) if a in chance else "–",
            _payback(difference, a),
        ]
        for a, v in rows
    ]
    return Figure.of(
        draw,
        _("Vinnare och förlorare"),
        _("Netto i nuvärde, Mkr: undvikna kostnader minus insatsens kostnad.")
        + f" {band_meaning(document, _('Streck'))}",
        table(
            _("Netto per aktör"),
            [_("Aktör"), _("Netto"), _("Sannolikhet för förlust"), _("Återbetalt efter")],
            data,
            strong=frozenset({0, 1}),
        ),
        [Legend(GAIN, _("Vinst")), Legend(LOSS, _("Förlust"), texture=LOSS_TEXTURE)],
    )


def _payback(difference: Difference, actor: str) -> str:
    if actor not in difference.payback_month:
        return "–"
    month = difference.payback_month[actor]
    return _("inte inom horisonten") if month is None else duration(month)
