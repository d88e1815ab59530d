"""Figures and words of the report: what is drawn is what was found."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.results.example_document import example_document, example_flat_document

from exclusim.model.money import PUBLIC
from exclusim.results import labels
from exclusim.results.document import Band, Cumulative, Flow
from exclusim.results.labels import NBSP, interval_mkr, label, mkr, number, percent
from exclusim.results.report.bars import yearly_costs
from exclusim.results.report.curves import close_up, crossing, cumulative
from exclusim.results.report.figures import FIGURES, figures, standalone_svg
from exclusim.results.report.lives import view
from exclusim.results.report.loss import loss
from exclusim.results.report.palette import (
    ACTIVITY_GROUPS,
    activity_group,
    actor_colour,
    actor_texture,
    grouped,
    text_on,
)
from exclusim.results.report.people import states
from exclusim.results.report.sankey import after_school, sankey
from exclusim.results.report.svg import nice_ticks
from exclusim.results.report.texture import Texture, between, texture_path
from exclusim.results.report.waterfall import Step, waterfall

DOCUMENT = example_document()
BASE = DOCUMENT.scenarios["baseline"]


def rects(svg: str) -> list[dict[str, str]]:
    return [dict(re.findall(r'([a-z-]+)="([^"]*)"', tag)) for tag in re.findall(r"<rect [^>]*>", svg)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (mkr(1_234_500_000), "1 234 Mkr"),
        (mkr(-12_340_000), "−12,3 Mkr"),
        (mkr(8_000_000), "8,0 Mkr"),
        (mkr(40_000), "0,04 Mkr"),
        (mkr(0), "0 Mkr"),
        (mkr(-0.001, 0), "0 Mkr"),
        (mkr(float("nan")), "–"),
        (labels.tkr(735_600), "736 tkr"),
        (percent(0.124, 1), "12,4 %"),
        (percent(-0.5), "−50 %"),
        (labels.years(6.5), "6,5 år"),
        (labels.years(6.01), "6 år"),
        (labels.duration(1), "1 månad"),
        (labels.duration(78), "6,5 år"),
        (interval_mkr(340e6, 497e6), "340–497 Mkr"),
        (interval_mkr(-1e6, 3e6), "−1,0 till 3,0 Mkr"),
    ],
)
def test_numbers_are_written_the_swedish_way(written: str, expected: str) -> None:
    assert written == expected.replace(" ", NBSP)


def test_every_actor_and_status_of_the_model_has_a_swedish_name() -> None:
    from exclusim.model.money import REPORTED, Actor, Basis, Kind, Scope

    keys = [*REPORTED, *Actor, *Kind, *Basis, *Scope, *BASE.activity_by_age, *BASE.burden_by_age]
    assert [key for key in keys if key not in labels.LABELS] == []


def test_a_status_somebody_added_is_shown_rather_than_refused() -> None:
    assert label("job_guarantee/none") == "Job guarantee"


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_axis_ticks_are_even_and_cover_the_data(low: float, width: float) -> None:
    high = low + width
    ticks = nice_ticks(low, high)
    slack = 1e-6 * max(abs(low), abs(high), 1.0)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert 2 <= len(ticks) <= 9


def test_the_stack_of_a_year_is_the_public_sectors_cost() -> None:
    figure = yearly_costs(DOCUMENT, BASE)
    bars = [r for r in rects(str(figure.wide)) if r.get("class") == "segment"]
    first = [r for r in bars if r["x"] == bars[0]["x"]]
    public, society = BASE.yearly["public"].mean[0], BASE.yearly["society"].mean[0]
    circles = re.findall(r'cy="([0-9.]+)"', str(figure.wide))
    axis = max(float(r["y"]) + float(r["height"]) for r in first)
    stacked, line = sum(float(r["height"]) for r in first), axis - float(circles[0])
    assert len(first) == 6
    assert stacked / line == pytest.approx(public / society, rel=0.01)


def test_public_cost_the_source_does_not_divide_is_still_drawn() -> None:
    document = example_flat_document()
    figure = yearly_costs(document, document.scenarios["baseline"])
    assert [entry.label for entry in figure.legend][:2] == ["Kommunen", "Offentlig sektor, ej uppdelad"]


def test_a_waterfall_ends_where_its_steps_lead() -> None:
    figure = waterfall("Bro", "", [Step("A", 600e6, True), Step("B", -142e6), Step("C", 58e6)], gain=False)
    assert [row[2].main for row in figure.data.rows] == [mkr(600e6), mkr(458e6), mkr(516e6)]
    heights = [float(r["height"]) for r in rects(str(figure.wide))]
    assert heights[1] / heights[0] == pytest.approx(142 / 600, rel=0.01)


def test_the_curve_is_paid_back_when_it_stays_above_zero() -> None:
    assert crossing([1, 2, 3, 4, 5], [-1.0, 1.0, -0.5, 0.0, 2.0]) == 4
    assert crossing([1, 2], [-1.0, -0.5]) is None
    assert crossing([1, 2], [1.0, 2.0]) is None


def _curve(deficit: float, final: float) -> Cumulative:
    months = list(range(1, 241))
    mean = [-deficit + (final + deficit) * month / 240 for month in months]
    return Cumulative(months=months, net={"society": Band(mean=mean, p5=mean, p95=mean)})


def test_a_hump_too_small_to_see_gets_its_own_figure() -> None:
    assert close_up(DOCUMENT, _curve(5e6, 150e6)) is not None
    assert close_up(DOCUMENT, _curve(50e6, 150e6)) is None
    assert close_up(DOCUMENT, _curve(5e6, -1e6)) is None


def test_the_deepest_deficit_is_marked_on_the_curve() -> None:
    change = DOCUMENT.differences["prevention"].model_copy(update={"cumulative": _curve(50e6, 150e6)})
    figure = cumulative(DOCUMENT, change)
    lowest = min(_curve(50e6, 150e6).net["society"].mean)
    assert f"djupast {mkr(lowest)}" in figure.wide
    assert "över noll efter" in figure.wide
    assert "räknas från insatsens start" in figure.note


def test_flows_are_as_thick_as_the_people_in_them() -> None:
    flows = [
        Flow(source="school", target="work", persons=300.0),
        Flow(source="school", target="unemployment", persons=100.0),
        Flow(source="work", target="work", persons=999.0),
    ]
    figure = sankey(BASE.model_copy(update={"flows": flows}))
    assert figure is not None
    heights = [float(r["height"]) for r in rects(str(figure.wide))]
    assert heights[0] == pytest.approx(400 / 300 * heights[1], rel=0.01)
    assert len(figure.data.rows) == 2


def test_the_way_out_of_school_shows_only_those_who_leave_it() -> None:
    figure = after_school(BASE)
    assert figure is not None
    assert {row[0].main for row in figure.data.rows} == {"Skola"}
    assert [row[1].main for row in figure.data.rows] == ["Arbete", "Studier", "Arbetslöshet", "Utanför"]
    assert after_school(BASE.model_copy(update={"flows": [Flow(source="work", target="study", persons=3.0)]})) is None


def test_states_by_age_fill_the_whole() -> None:
    totals = [sum(values) for values in zip(*(v for _, v in grouped(BASE.activity_by_age)), strict=True)]
    assert totals == pytest.approx([1.0] * len(BASE.ages))
    assert states(BASE.model_copy(update={"activity_by_age": {}})) is None


def test_each_activity_belongs_to_one_group_and_keeps_its_colour_everywhere() -> None:
    names = [a for group in ACTIVITY_GROUPS for a in group.activities]
    assert len(names) == len(set(names))
    assert activity_group("upper_secondary_3").key == "school"
    assert activity_group("unemployed/social_assistance") is activity_group("unemployment")
    assert len({group.colour for group in ACTIVITY_GROUPS}) == len(ACTIVITY_GROUPS)


@pytest.mark.parametrize("group", ACTIVITY_GROUPS, ids=lambda group: group.key)
def test_text_on_a_coloured_bar_can_be_read(group: object) -> None:
    from exclusim.results.report.palette import Group

    assert isinstance(group, Group)

    def luminance(colour: str) -> float:
        values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(text_on(group.colour)), luminance(group.colour)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) > 4.0


def test_no_number_is_written_with_a_hyphen_for_minus() -> None:
    assert number(-1234.5, 1) == f"−1{NBSP}234,5"


def test_a_burden_is_drawn_for_as_long_as_it_lasts() -> None:
    shown = view(DOCUMENT, DOCUMENT.lives[1])
    assert shown is not None
    drawn = rects(str(shown.strip.wide))
    whole = sum(float(r["width"]) for r in drawn if r.get("class") == "segment")
    burden = [r for r in drawn if r["height"] == "4"]
    assert [float(r["width"]) for r in burden] == [pytest.approx(whole, abs=0.5)]
    assert {r["height"] for r in drawn} == {"38", "4"}  # nothing else covers the strip


def test_a_document_gives_the_figures_that_it_has_something_for() -> None:
    assert set(figures(DOCUMENT)) == set(FIGURES) - {"payback_close"}
    flat = figures(example_flat_document())
    assert {"actors_over_time", "payback", "winners"} <= set(flat)
    assert not {"sankey", "states", "mop_and_tap", "loss"} & set(flat)
    assert FIGURES["winners"](DOCUMENT, "no such scenario") is None
    after = FIGURES["states"](DOCUMENT, "prevention")
    assert after is not None
    assert after.title.endswith("Tidiga insatser")


def test_the_probability_of_loss_is_drawn_as_long_as_it_is() -> None:
    change = DOCUMENT.differences["prevention"]
    figure = loss(DOCUMENT, change)
    assert figure is not None
    bars = [float(r["width"]) for r in rects(str(figure.wide))]
    shares = [change.probability_loss[actor] for actor in ("society", "public", "kommun")]
    assert [bar / bars[-1] for bar in bars] == pytest.approx([share / shares[-1] for share in shares], rel=0.01)
    assert loss(DOCUMENT.model_copy(update={"replicates": 1}), change) is None


@pytest.mark.parametrize("name", [*FIGURES, "swatch"])
def test_a_figure_stands_alone_as_a_file(name: str) -> None:
    drawn = figures(DOCUMENT)
    markup = drawn["states"].legend[0].swatch if name == "swatch" else drawn[name].wide if name in drawn else None
    if markup is None:
        return
    text = standalone_svg(markup)
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert float(root.attrib["width"]) > 0
    assert root.attrib["font-family"].startswith("Liberation Sans")
    style = root.find("{http://www.w3.org/2000/svg}style")
    assert style is not None
    classes = {word for element in root.iter() for word in element.attrib.get("class", "").split()}
    assert all(f".{word}" in (style.text or "") for word in classes - {"tick", "flow"})
    assert "var(" not in text
    assert "url(" not in text


def test_only_a_drawing_of_ours_is_made_a_file() -> None:
    with pytest.raises(ValueError, match="not a drawing"):
        standalone_svg("<svg onload='x'></svg>")


@given(
    st.sampled_from(["up", "down", "upright", "dots"]),
    st.lists(st.tuples(st.floats(0, 150), st.floats(0, 150)), min_size=2, max_size=6),
)
def test_a_texture_stays_inside_its_area(texture: Texture, edges: list[tuple[float, float]]) -> None:
    xs = [40.0 * i for i in range(len(edges))]
    top, bottom = [min(pair) for pair in edges], [max(pair) for pair in edges]
    for x, y in re.findall(r"[ML]([0-9.-]+) ([0-9.-]+)", texture_path(texture, xs, top, bottom)):
        (high,), (low,) = between(xs, top, [float(x)]), between(xs, bottom, [float(x)])
        slope = max(abs(b - a) for edge in (top, bottom) for a, b in pairwise(edge)) / 40
        slack = 0.2 + 0.1 * slope  # coordinates have one decimal
        assert high - slack <= float(y) <= low + slack


def test_neighbours_in_a_stack_differ_without_colour() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    for one, other in pairwise(ACTIVITY_GROUPS):
        assert one.texture != other.texture or abs(grey(one.colour) - grey(other.colour)) > 30, (one.key, other.key)
    for a, b in pairwise(PUBLIC):
        apart = abs(grey(actor_colour(a)) - grey(actor_colour(b)))
        assert actor_texture(a) != actor_texture(b) or apart > 30, (a, b)
