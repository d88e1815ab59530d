"""Native charts in the house style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from exclusim.results.workbook.sheet import INK, AnyBook, Headed

__all__ = ["Series", "make_chart"]

_FONT = {"name": "Calibri", "size": 9, "color": INK}


@dataclass(frozen=True, slots=True)
class Series:
    """One series: rows ``first`` to ``last`` of a column of a sheet, against the categories' column."""

    sheet: str
    name: str
    column: int
    first: int
    last: int
    colour: str
    categories: int = 0
    dash: str = "solid"
    width: float = 2.25
    points: tuple[str, ...] = ()  # a colour for each point


def make_chart[D: Headed](
    book: AnyBook[D],
    kind: str,
    title: str,
    series: list[Series],
    *,
    unit: str,
    subtype: str | None = None,
    x_title: str = "",
    number_format: str = "#,##0",
    interval: int | None = None,
    legend: str = "bottom",
    reverse: bool = False,
    x_max: float | None = None,
) -> Any:
    """A chart of kind ``column``, ``bar``, ``area`` or ``scatter`` over ``series``.

    Args:
        interval: every how many categories the axis is labelled.
        reverse: first category at the top (bars).
        x_max: end of a numeric axis (scatter).
    """
    chart = book.workbook.add_chart({"type": kind} | ({"subtype": subtype} if subtype else {}))
    for one in series:
        options: dict[str, Any] = {
            "name": _literal(one.name),
            "categories": [one.sheet, one.first, one.categories, one.last, one.categories],
            "values": [one.sheet, one.first, one.column, one.last, one.column],
        }
        if kind == "scatter":
            options["line"] = {"color": one.colour, "width": one.width, "dash_type": one.dash}
            options["marker"] = {"type": "none"}
        else:
            options |= {"fill": {"color": one.colour}, "border": {"none": True}, "gap": 45}
            if subtype and "stacked" in subtype:
                options["overlap"] = 100
            if one.points:
                options["points"] = [{"fill": {"color": colour}} for colour in one.points]
        chart.add_series(options)
    chart.set_title(
        {
            "name": _literal(title),
            "name_font": {**_FONT, "size": 12, "bold": True},
            "overlay": False,
            "layout": {"x": 0.02, "y": 0.02},
        }
    )
    category: dict[str, Any] = {
        "num_font": _FONT,
        "line": {"color": "#8795a3"},
        "major_tick_mark": "none",
        "label_position": "low",
    }
    if x_title:
        category |= {"name": x_title, "name_font": {**_FONT, "bold": False}}
    if interval:
        category |= {"interval_unit": interval, "interval_tick": interval}
    if reverse:
        category |= {"reverse": True, "crossing": "max"}
    if x_max is not None:
        category |= {"min": 0, "max": x_max, "major_unit": 1 if x_max <= 10 else 2, "num_format": "0"}
    if kind == "area":
        category["position_axis"] = "on_tick"
    value: dict[str, Any] = {
        "name": unit,
        "name_font": {**_FONT, "bold": False},
        "num_font": _FONT,
        "num_format": number_format,
        "major_gridlines": {"visible": True, "line": {"color": "#dfe5eb", "width": 0.75}},
        "line": {"none": True},
    }
    if subtype == "percent_stacked":
        value["max"] = 1
    across, upwards = (value, category) if kind == "bar" else (category, value)
    chart.set_x_axis(across)
    chart.set_y_axis(upwards)
    if legend == "none":
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": legend, "font": _FONT})
    chart.set_chartarea({"border": {"color": "#d5dde5"}})
    return chart


def _literal(text: str) -> str:
    """XlsxWriter takes a name such as ``Oops!A1`` for a reference to a cell; a space makes it text."""
    return re.sub(r"!(?=\$?[A-Z]+\$?\d)", "! ", text)
