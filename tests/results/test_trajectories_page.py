"""From a case to its trajectories: the document, its figures and its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from tests.results.test_report_page import outline

from exclusim.model.errors import ExclusimError
from exclusim.results.document import Interval
from exclusim.results.report.parts import Figure
from exclusim.results.report.svg import text_width
from exclusim.results.trajectories import (
    TrajectoriesDocument,
    TrajectoryOptions,
    render_trajectories,
    trajectories,
    write_trajectories,
)
from exclusim.results.trajectories.activities import GROUPS
from exclusim.results.trajectories.drawing import wrapped
from exclusim.results.trajectories.figures import chronogram, index_plot, medoids, small_multiples
from exclusim.results.trajectories.network_figure import helping, paying, switch_matrix
from exclusim.results.trajectories.page import sections
from exclusim.results.trajectories.tables import tables, write_tables
from exclusim.scenarios.library import load

OPTIONS = TrajectoryOptions(persons=400, draws=3, seed=3, threads=2)
EXCLUDED = {group.key for group in GROUPS if group.excluded}


@pytest.fixture(params=["trelleborg", "newcomers"], scope="module")
def document(request: pytest.FixtureRequest) -> TrajectoriesDocument:
    return trajectories(load(str(request.param)), OPTIONS)


def _figures(document: TrajectoriesDocument) -> dict[str, Figure]:
    return {
        "chronogram": chronogram(document),
        "types": small_multiples(document),
        "medoids": medoids(document),
        "lines": index_plot(document),
        "helping": helping(document),
        "paying": paying(document),
        "matrix": switch_matrix(document.agencies),
    }


def test_shares_add_up_to_one_at_every_time(document: TrajectoriesDocument) -> None:
    for share in (document.distribution.share, document.agencies.share, document.payers):
        assert np.sum([band.mean for band in share.values()], axis=0) == pytest.approx(1.0)
    for kind in document.typology.types:
        # five decimals a group
        assert np.sum(list(kind.distribution.values()), axis=0) == pytest.approx(1.0, abs=1e-5 * len(GROUPS))
    assert sum(kind.share.mean for kind in document.typology.types) == pytest.approx(1.0)
    assert len(document.times) == document.months // document.step


def test_types_add_up_to_everybody(document: TrajectoriesDocument) -> None:
    """Weighted by their shares, the types have the whole group's months; a draw's weights are its own, so nearly."""
    months = sum(kind.share.mean * kind.excluded_months.mean for kind in document.typology.types)
    assert months == pytest.approx(document.excluded_months.mean, rel=0.05)
    assert sum(value.mean for value in document.distribution.months.values()) == pytest.approx(document.months)


def test_the_most_excluded_type_comes_first_and_who_left_comes_last(document: TrajectoriesDocument) -> None:
    types = document.typology.types
    assert [kind.rank for kind in types] == list(range(1, len(types) + 1))
    found = [kind for kind in types if not kind.by_rule]
    assert len(found) == document.typology.chosen
    assert found == sorted(found, key=lambda kind: -kind.excluded_months.mean)
    assert [kind.by_rule for kind in types] == [False] * len(found) + [True]
    assert 4 <= document.typology.chosen <= 8
    assert document.typology.silhouette[document.typology.chosen] == max(document.typology.silhouette.values())
    assert len({kind.name for kind in types}) == len(types)


def test_a_medoid_is_a_whole_simulated_life(document: TrajectoriesDocument) -> None:
    for kind in document.typology.types:
        episodes = kind.medoid.episodes
        assert sum(e.months for e in episodes) == document.months
        assert [e.start_month for e in episodes] == np.cumsum([0, *(e.months for e in episodes[:-1])]).tolist()
        assert (episodes[-1].group == "exit") == kind.by_rule


def test_lines_are_sorted_by_type_and_first_exclusion(document: TrajectoriesDocument) -> None:
    assert len(document.lines) == 200
    keys = [(line.rank, 10**6 if line.first_excluded is None else line.first_excluded) for line in document.lines]
    assert keys == sorted(keys)
    for line in document.lines:
        states = [group for group, times in zip(line.groups, line.times, strict=True) for _ in range(times)]
        assert len(states) == len(document.times)
        first = next((i for i, group in enumerate(states) if group in EXCLUDED), None)
        assert first == line.first_excluded


def test_the_same_seed_gives_the_same_document_whatever_the_threads() -> None:
    case = load("newcomers")
    one, other = (
        trajectories(case, TrajectoryOptions(persons=200, draws=2, seed=9, threads=threads)) for threads in (1, 2)
    )
    assert one == other
    assert TrajectoriesDocument.model_validate_json(one.model_dump_json()) == one


def _boxes(svg: str) -> Iterator[tuple[str, float, float, float, float]]:
    for text in ElementTree.fromstring(svg).iter("text"):
        if not (text.text or "").strip(" ·"):
            continue
        classes = set(text.attrib["class"].split())
        size = 12 if {"small", "inside"} & classes else 13
        width = text_width(text.text or "", size) * (1.15 if "strong" in classes else 1.0)
        left = float(text.attrib["x"]) - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib["text-anchor"]] * width
        base = float(text.attrib["y"])
        yield text.text or "", left, left + width, base - 0.75 * size, base + 0.2 * size


def test_figures_are_valid_drawings_whose_labels_do_not_overlap(document: TrajectoriesDocument) -> None:
    for name, figure in _figures(document).items():
        for svg in (str(figure.wide), str(figure.narrow)):
            boxes = list(_boxes(svg))
            for i, (words, left, right, top, bottom) in enumerate(boxes):
                for other, left2, right2, top2, bottom2 in boxes[i + 1 :]:
                    apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
                    assert apart, f"{name}: {words!r} and {other!r} overlap"
            assert ElementTree.fromstring(svg).attrib["aria-label"]
        assert figure.data.rows
        assert figure.title


def test_labels_stay_inside_their_drawing(document: TrajectoriesDocument) -> None:
    for name, figure in _figures(document).items():
        for svg in (str(figure.wide), str(figure.narrow)):
            _, _, width, height = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split())
            for words, left, right, top, bottom in _boxes(svg):
                # text_width is an estimate, good to a tenth
                assert left >= -0.1 * (right - left) - 1, f"{name}: {words!r} begins at {left}"
                assert right <= width + 0.1 * (right - left) + 1, f"{name}: {words!r} ends at {right} of {width}"
                assert top >= -2, f"{name}: {words!r}"
                assert bottom <= height + 4, f"{name}: {words!r}"


def test_two_hundred_lives_stay_a_small_drawing(document: TrajectoriesDocument) -> None:
    assert len(index_plot(document).wide) < 120_000


def test_a_type_is_as_high_in_the_plot_as_it_has_lines(document: TrajectoriesDocument) -> None:
    svg = str(index_plot(document).wide)
    assert sum(len(line.groups) for line in document.lines) == len(re.findall(r"M[0-9.e+]+ [0-9.]+h", svg))


def test_the_stack_of_a_time_fills_the_height(document: TrajectoriesDocument) -> None:
    every = ElementTree.fromstring(str(chronogram(document).wide)).iter("path")
    paths = [p.attrib["d"] for p in every if p.get("class") != "texture"]
    tops = [float(re.match(r"M[0-9.]+ ([0-9.]+)", d).group(1)) for d in paths]  # type: ignore[union-attr]
    assert min(tops) == pytest.approx(8.0)
    assert len(paths) == len(document.distribution.share)


def test_the_page_is_swedish_html_without_requests(document: TrajectoriesDocument) -> None:
    html = render_trajectories(document)
    page = outline(html)
    assert ("html", "lang", "sv") in page.attributes
    assert len(page.ids) == len(set(page.ids))
    assert all(link.removeprefix("#") in page.ids for link in page.links)
    assert "script" not in page.tags
    assert all(kind.name in html for kind in document.typology.types)
    assert [s.id for s in sections(document)] == ["tillstand", "typer", "liv", "myndigheter", "metod"]
    assert "http" not in re.sub(r'http-equiv="[^"]*"', "", html)


def test_one_draw_has_no_intervals_to_show() -> None:
    document = trajectories(load("newcomers"), TrajectoryOptions(persons=200, draws=1))
    html = render_trajectories(document)
    assert "% av dragningarna" not in html
    assert "Bara en dragning: osäkerheten visas inte." in document.warnings
    assert document.long_term == Interval.of([document.long_term.mean])


def test_a_page_that_cannot_be_written_says_so(document: TrajectoriesDocument, tmp_path: Path) -> None:
    with pytest.raises(ExclusimError, match="does not exist"):
        write_trajectories(document, tmp_path / "missing" / "page.html")


def test_tables_hold_what_the_document_holds(document: TrajectoriesDocument, tmp_path: Path) -> None:
    files = write_tables(document, tmp_path)
    assert {file.stem for file in files} == set(tables(document))
    shares = pd.read_csv(tmp_path / "shares.csv")
    sums = shares[shares["kind"] == "group"].groupby("time")["mean"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)
    types = pd.read_csv(tmp_path / "types.csv")
    assert set(types["name"]) == {kind.name for kind in document.typology.types}


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(ExclusimError, match="persons must be between 200 and 200000, got 10"):
        TrajectoryOptions(persons=10)


def test_words_are_wrapped_whole() -> None:
    assert wrapped("Studier, sedan fast jobb", 90) == ["Studier,", "sedan fast", "jobb"]
    assert wrapped("Arbetsmarknadsprogram", 20) == ["Arbetsmarknadsprogram"]
