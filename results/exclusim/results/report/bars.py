"""Figures of amounts as bars: cost per year, first term, services."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.model.money import PUBLIC
from exclusim.results.document import Band, Interval, RunDocument, ScenarioResult
from exclusim.results.labels import label, mkr, percent, years
from exclusim.results.language import _

from .axes import y_axis
from .palette import INK, actor_colour, actor_texture, text_on
from .parts import Cell, Figure, Legend, amount, band_meaning, table
from .svg import Canvas, Scale, area_path, line_path, nice_ticks

__all__ = ["services", "term_share", "yearly_costs"]


def _society_line(document: RunDocument) -> str:
    if document.preset == "flat-annuity":
        return _("Samhället, som källan räknar: offentlig kostnad + produktionsbortfall")
    return _("Samhället: resurser + produktionsbortfall (egen avgränsning)")


def _wide(band: Band) -> bool:
    """Whether there is an interval to draw."""
    return any(high - low > 1e-6 for low, high in zip(band.p5, band.p95, strict=True))


def yearly_costs(document: RunDocument, scenario: ScenarioResult) -> Figure:
    """Public actors stacked by year, their interval, and society's cost as a line beside them."""
    count = len(scenario.years)
    stack = [
        (label(a), actor_colour(a), actor_texture(a), scenario.yearly[a].mean) for a in PUBLIC if a in scenario.yearly
    ]
    public, society = scenario.yearly.get("public"), scenario.yearly.get("society")
    if public is not None:
        rest = [p - sum(row[3][i] for row in stack) for i, p in enumerate(public.mean)]
        if max(map(abs, rest), default=0.0) > 0.005 * max(map(abs, public.mean), default=0.0):
            stack.append((_("Offentlig sektor, ej uppdelad"), actor_colour("ovriga"), actor_texture("ovriga"), rest))
    tops = [sum(max(row[3][i], 0.0) for row in stack) for i in range(count)]
    bottoms = [sum(min(row[3][i], 0.0) for row in stack) for i in range(count)]
    highs = [*tops, *(public.p95 if public else []), *(society.p95 if society else [])]
    ticks = nice_ticks(min([0.0, *bottoms]) / 1e6, max([*highs, 1.0]) / 1e6)
    ages = document.start_age is not None
    axis = _("Ålder") if ages else _("År sedan ankomsten")
    place = _("Vid {year} års ålder, {name}: {amount}") if ages else _("{year} år sedan ankomsten, {name}: {amount}")
    title = _("Kostnad per år och aktör: {scenario}").format(scenario=_(scenario.label))

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 330 if compact else 380
        left, right, top, bottom = 44.0, width - 8.0, 24.0, height - 40.0
        canvas = Canvas(
            width,
            height,
            _("Staplat diagram: kostnad per år och aktör. {scenario}.").format(scenario=_(scenario.label)),
        )
        y = Scale(ticks[0], ticks[-1], bottom, top)
        y_axis(canvas, y, ticks, left, right)
        canvas.text(0, 12, _("Mkr per år, odiskonterat"))
        slot = (right - left) / max(count, 1)
        middles = [left + slot * (i + 0.5) for i in range(count)]
        if society is not None and _wide(society):
            lows, highs = ([y(v / 1e6) for v in bound] for bound in (society.p5, society.p95))
            canvas.path(area_path(middles, lows, highs), fill=INK, opacity="0.10")
        for i, year in enumerate(scenario.years):
            x, up, down = left + slot * (i + 0.14), 0.0, 0.0
            for name, colour, texture, values in stack:
                size = values[i] / 1e6
                start = up if size >= 0 else down
                first, second = y(start), y(start + size)
                canvas.rect(
                    x,
                    min(first, second),
                    slot * 0.72,
                    abs(first - second),
                    colour,
                    place.format(year=year, name=name, amount=mkr(values[i])),
                    class_="segment",
                )
                edges = ([x, x + slot * 0.72], [min(first, second)] * 2, [max(first, second)] * 2)
                canvas.texture(texture, text_on(colour), *edges)
                if size >= 0:
                    up += size
                else:
                    down += size
            if public is not None and public.p95[i] - public.p5[i] > 1e-6:
                middle = x + slot * 0.36
                canvas.line(middle, y(public.p5[i] / 1e6), middle, y(public.p95[i] / 1e6), "whisker")
            if not compact or (i % 4 == 0):
                canvas.text(x + slot * 0.36, bottom + 18, str(year), "middle")
        if society is not None:
            points = [(x, y(v / 1e6)) for x, v in zip(middles, society.mean, strict=True)]
            canvas.path(line_path(points), stroke=INK, stroke_width=2)
            for (px, py), year, value in zip(points, scenario.years, society.mean, strict=True):
                canvas.add(
                    "circle",
                    cx=px,
                    cy=py,
                    r=2.6,
                    fill="#fff",
                    stroke=INK,
                    stroke_width=1.6,
                    tip=place.format(year=year, name=label("society"), amount=mkr(value)),
                )
        canvas.text(right, height - 4, axis, "end")
        return canvas.render()

    actors = [a for a in ("society", "public", *PUBLIC, "production") if a in scenario.yearly]
    rows: list[list[Cell | str]] = [
        [
            str(year),
            *(amount(Interval(mean=b.mean[i], p5=b.p5[i], p95=b.p95[i])) for b in (scenario.yearly[a] for a in actors)),
        ]
        for i, year in enumerate(scenario.years)
    ]
    legend = [Legend(colour, name, texture=texture) for name, colour, texture, _values in stack]
    if society is not None:
        legend.append(Legend(INK, _society_line(document), "line"))
    note = band_meaning(document)
    if public is not None and _wide(public):
        drawn = (
            _("Streck: intervall för offentlig sektor; grått band: för samhället.")
            if society is not None and _wide(society)
            else _("Streck: intervall för offentlig sektor.")
        )
        note = f"{drawn} {note}"
    return Figure.of(
        draw,
        title,
        note,
        table(
            _("Kostnad per år, odiskonterat: {scenario}").format(scenario=_(scenario.label)),
            [axis, *map(label, actors)],
            rows,
        ),
        legend,
    )


def _track(width: int) -> tuple[float, float, float]:
    """Left and right edge of the bars, and row height: names stand above the bars on a telephone."""
    return (0.0, width - 76.0, 44.0) if width < 600 else (196.0, width - 170.0, 34.0)


def term_share(document: RunDocument, scenario: ScenarioResult) -> Figure:
    """Per actor: the first term as part of the whole horizon."""
    actors = [
        a
        for a in ("society", "public", *PUBLIC, "production")
        if a in scenario.total and a in scenario.term and scenario.total[a].mean > 0
    ]
    top = max((scenario.total[a].mean for a in actors), default=1.0)
    first, part = _("{actor}, mandatperioden: {amount}"), _("{part} av {whole}")

    def draw(width: int) -> Markup:
        compact, (left, right, step) = width < 600, _track(width)
        canvas = Canvas(width, step * len(actors) + 8, _("Liggande staplar: mandatperioden mot hela horisonten."))
        x = Scale(0, top, left, right)
        for i, actor in enumerate(actors):
            total, term, y = scenario.total[actor].mean, scenario.term[actor].mean, i * step + 4
            bar = y + (20 if compact else 6)
            canvas.text(
                0 if compact else left - 12,
                y + (14 if compact else 20),
                label(actor),
                "start" if compact else "end",
                "name",
            )
            colour = actor_colour(actor)
            canvas.rect(left, bar, x(total) - left, 18, colour, f"{label(actor)}: {mkr(total)}", opacity="0.28")
            canvas.rect(left, bar, x(term) - left, 18, colour, first.format(actor=label(actor), amount=mkr(term)))
            words = mkr(total) if compact else part.format(part=mkr(term), whole=mkr(total))
            canvas.text(x(total) + 7, bar + 14, words)
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [
            label(a),
            amount(scenario.term[a]),
            amount(scenario.total[a]),
            percent(scenario.term[a].mean / scenario.total[a].mean),
        ]
        for a in actors
    ]
    horizon = years(document.horizon_years)
    return Figure.of(
        draw,
        _("Mandatperioden (4 år) och hela horisonten ({horizon})").format(horizon=horizon),
        f"{_('Nuvärde.')} {band_meaning(document)}",
        table(_("Mandatperiod och hela horisonten"), [_("Aktör"), _("Mandatperiod"), horizon, _("Andel")], rows),
        [Legend(INK, _("Mandatperioden")), Legend("#c3c8cd", _("Resten av horisonten"))],
    )


def services(scenario: ScenarioResult, most: int = 10) -> Figure | None:
    """The largest services of the exclusion account."""
    lines = sorted((s for s in scenario.services if s.scope == "exclusion"), key=lambda s: -abs(s.mean))
    shown = [s for s in lines if s.mean > 0][:most]
    if not shown:
        return None

    def draw(width: int) -> Markup:
        compact, (left, right, step) = width < 600, _track(width)
        left = left if compact else 300.0
        canvas = Canvas(width, step * len(shown) + 8, _("Liggande staplar: de största posterna."))
        x = Scale(0, shown[0].mean, left, right)
        for i, row in enumerate(shown):
            y = i * step + 4
            bar = y + (20 if compact else 6)
            name = _(row.service)
            room = int((left - 20) / 7) if not compact else 50
            name = name if len(name) <= room else name[: room - 1] + "…"
            canvas.text(
                0 if compact else left - 12,
                y + (14 if compact else 20),
                name,
                "start" if compact else "end",
                "name",
            )
            canvas.rect(
                left,
                bar,
                x(row.mean) - left,
                18,
                actor_colour(row.actor),
                f"{_(row.service)}, {label(row.actor)}",
            )
            colour = actor_colour(row.actor)
            canvas.texture(
                actor_texture(row.actor), text_on(colour), [left, x(row.mean)], [bar, bar], [bar + 18, bar + 18]
            )
            canvas.text(x(row.mean) + 7, bar + 14, mkr(row.mean))
        return canvas.render()

    actors = list(dict.fromkeys(s.actor.split(".")[0] for s in shown))
    return Figure.of(
        draw,
        _("De största posterna: {scenario}").format(scenario=_(scenario.label)),
        _("Nuvärde, medelvärde. En transferering är en kostnad för den som betalar men inte för samhället."),
        table(
            _("Alla poster i utanförskapets konto"),
            [_("Post"), _("Aktör"), _("Slag"), _("Grund"), _("Nuvärde")],
            [[_(s.service), label(s.actor), label(s.kind), label(s.basis), mkr(s.mean)] for s in lines],
            text=4,
        ),
        [Legend(actor_colour(a), label(a), texture=actor_texture(a)) for a in actors],
    )
