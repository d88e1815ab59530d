"""Flow analysis from a file of sequences and from a case: the whole way to document, page and tables."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from exclusim.calibration.sequences import Columns, Reading, read_sequences
from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.vocabulary import STATUSES
from exclusim.results.flow import FlowDocument, FlowOptions, flow_of_case, flow_of_sequences
from exclusim.results.flow.document import START, Link
from exclusim.results.flow.imported import imported_histories
from exclusim.results.flow.report import render_page
from exclusim.results.flow.streams import streams
from exclusim.results.flow.tables import write_csv
from exclusim.results.flow.times import times
from exclusim.scenarios.library import load

MONTHS = 12
SCHOOL = "upper_secondary"


def written(path: Path, *, long: bool = False) -> Path:
    """Sixty persons: half lose their job and stay at home, of these 20 get training meanwhile and 10 do not return."""
    rows = []
    for person in range(60):
        life = ["job"] * 4 + ["home"] * 6 + ["job"] * 2
        if person < 20:
            life[5:7] = ["training"] * 2
        if 20 <= person < 30:
            life[4:] = ["home"] * 8
        if person >= 30:
            life = ["job"] * 12
        rows.append(life)
    if long:
        lines = ["id,month,state"]
        lines += [f"p{p},{m + 1},{state}" for p, life in enumerate(rows) for m, state in enumerate(life)]
    else:
        lines = [",".join(["id", *(f"m{month}" for month in range(1, MONTHS + 1))])]
        lines += [",".join([f"p{p}", *life]) for p, life in enumerate(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return read_sequences(written(tmp_path / "lives.csv"), Columns("id", "m1:m12"))


def test_a_support_state_leaves_the_path_and_becomes_help_between_the_events(reading: Reading) -> None:
    document = flow_of_sequences(reading, FlowOptions("enters:job"), source="lives.csv", support=("training",))
    (way,) = document.pathways
    assert way.states == ["job", "home"]
    assert (document.events.value, way.events.value) == (20, 20)
    assert way.supported is not None
    assert (way.supported.value, [given.kind for given in way.support]) == (1.0, ["training"])
    assert way.gap_between is not None
    assert way.between is not None
    assert (way.between.median, way.gap_between.median) == (6, 4)
    assert document.support_recorded


def test_without_named_support_a_state_is_a_step_and_support_is_unknown_not_zero(reading: Reading) -> None:
    document = flow_of_sequences(reading, FlowOptions("enters:job", steps=4), source="lives.csv")
    (way,) = document.pathways
    assert way.states == ["job", "home", "training", "home"]
    assert (document.support_recorded, document.supported, way.supported, way.gap) == (False, None, None, None)
    assert all(wait.gap_share is None for wait in document.waits)


def test_losing_the_job_meets_thirty_of_whom_twenty_return(reading: Reading) -> None:
    document = flow_of_sequences(reading, FlowOptions("re-enters:job"), source="lives.csv", support=("training",))
    point = next(p for p in document.prevention if (p.kind, p.source, p.target) == ("move", "job", "home"))
    assert (point.passing.value, point.reaching.value, point.lead.median) == (30, 20, 6)
    assert point.precision.value == pytest.approx(2 / 3)
    # Resampled persons: 20 of 30 has a standard error of 0.086; the 90 % interval is about ± 0.14.
    assert point.precision.p5 is not None
    assert point.precision.p95 is not None
    assert 0.45 < point.precision.p5 < 0.60
    assert 0.74 < point.precision.p95 < 0.88


def test_a_long_file_gives_the_same_answer_as_a_wide_one(reading: Reading, tmp_path: Path) -> None:
    other = read_sequences(written(tmp_path / "long.csv", long=True), Columns("id", "month,state"))
    options = FlowOptions("re-enters:job")
    documents = [flow_of_sequences(found, options, source="x", support=("training",)) for found in (reading, other)]
    assert documents[0] == documents[1]


def test_help_first_seen_belongs_to_the_state_after_it_and_never_bridges_a_gap(tmp_path: Path) -> None:
    rows = [["training", "home", "job"], ["training", "", "job"], ["home", "", "training"], ["home", "job", "job"]] * 6
    text = "id,m1,m2,m3\n" + "".join(f"p{p},{','.join(life)}\n" for p, life in enumerate(rows))
    path = tmp_path / "holes.csv"
    path.write_text(text, encoding="utf-8")
    histories = imported_histories(read_sequences(path, Columns("id", "m1:m3")).sequences, ["training"])
    names, track = histories.path.names, histories.path
    first = [
        (names[code], int(start), int(end))
        for person, code, start, end in zip(track.person, track.code, track.start, track.end, strict=True)
        if person == 0
    ]
    assert first == [("home", 0, 2), ("job", 2, 3)]
    assert track.start[track.person == 1].tolist() == [2]
    assert track.end[track.person == 2].tolist() == [1]


@pytest.mark.parametrize(
    ("outcome", "support", "message"),
    [
        ("enters:job", ("trainin",), "--support: there is no state 'trainin'; did you mean 'training'"),
        ("enters:training", ("training",), "'training' is named by --support; it cannot be the outcome"),
        ("enters:job", ("training", "job", "home"), "at least one state that is no support"),
        ("re-enters:home", ("training",), "none of the 60 people has this outcome, so there is nothing to trace"),
    ],
)
def test_a_wrong_question_to_a_file_is_told(
    reading: Reading, outcome: str, support: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ExclusimError, match=message):
        flow_of_sequences(reading, FlowOptions(outcome), source="lives.csv", support=support)


@pytest.mark.parametrize(
    "wrong", [{"steps": 0}, {"steps": 9}, {"window": 0}, {"draws": 0}, {"persons": 0}, {"seed": -1}]
)
def test_a_number_out_of_range_is_told(wrong: dict[str, int]) -> None:
    with pytest.raises(ExclusimError, match=f"{next(iter(wrong))} must be between"):
        FlowOptions("enters:job", **wrong)


@pytest.fixture(scope="module")
def simulated() -> FlowDocument:
    return flow_of_case(load("trelleborg"), FlowOptions("unemployed@22", persons=1500, draws=3, threads=2))


def test_the_same_seed_gives_the_same_document_whatever_the_threads(simulated: FlowDocument) -> None:
    again = flow_of_case(load("trelleborg"), FlowOptions("unemployed@22", persons=1500, draws=3, threads=1))
    assert again == simulated
    other = flow_of_case(load("trelleborg"), FlowOptions("unemployed@22", persons=1500, draws=3, threads=1, seed=2))
    assert other.events != simulated.events


def test_simulated_shares_add_up_and_are_scaled_to_the_real_group(simulated: FlowDocument) -> None:
    assert sum(way.share.value for way in simulated.pathways) == pytest.approx(1)
    assert sum(way.events.value for way in simulated.pathways) == pytest.approx(simulated.events.value)
    assert simulated.group == 480
    assert simulated.people.value == pytest.approx(simulated.people_share.value * 480)
    assert simulated.months == 12 * 7  # nobody is simulated beyond the year of turning 22
    for way in simulated.pathways:
        assert way.share.p5 is not None
        assert way.share.p95 is not None
        assert way.share.p5 <= way.share.p95
    for point in simulated.prevention:
        assert point.reaching.value <= point.passing.value
        assert point.score == pytest.approx(point.reach.value * point.lift)


def test_simulated_help_is_what_todays_agencies_give(simulated: FlowDocument) -> None:
    assert simulated.support_recorded
    assert simulated.supported is not None
    assert 0 < simulated.supported.value < 1
    labels = {agency.name: agency.label for agency in AGENCIES}
    given = [one for way in simulated.pathways for one in way.support]
    assert given
    assert all(one.kind == labels[one.agency] for one in given)
    # Nobody outside works with who is at school, so a way straight from there has no support.
    assert all(way.supported.value == 0 for way in simulated.pathways if way.supported and way.states[-1:] == [SCHOOL])
    for way in simulated.pathways:
        if way.between is not None and way.gap_between is not None:
            assert way.gap_between.median <= way.between.median


def test_a_system_fault_is_an_outcome_with_a_swedish_name() -> None:
    document = flow_of_case(load("trelleborg"), FlowOptions("enters:fault:between_chairs@22", persons=1500, draws=2))
    assert (document.outcome_kind, document.outcome_entry) == ("fault", "enters")
    page = render_page(document)
    assert "Faller mellan stolarna, varje gång det börjar vid 22" in page
    assert "Between chairs" not in page
    with pytest.raises(ExclusimError, match="there is no fault 'betwen_chairs'; did you mean 'between_chairs'"):
        flow_of_case(load("trelleborg"), FlowOptions("fault:betwen_chairs@22", persons=50, draws=1))


def test_the_page_is_swedish_self_contained_and_says_what_support_is(simulated: FlowDocument) -> None:
    page = render_page(simulated)
    assert "Arbetslös vid 22" in page
    assert "inte registrerat" not in page
    assert "en plats i en kö" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "compulsory_school" not in page


def test_a_page_of_sequences_without_named_support_says_that_it_is_not_recorded(reading: Reading) -> None:
    page = render_page(flow_of_sequences(reading, FlowOptions("enters:job"), source="lives.csv"))
    assert "inte registrerat" in page
    assert "en plats i en kö" not in page


@pytest.mark.parametrize("outcome", ["crime@22", "excluded@22", "re-enters:unemployed"])
def test_figures_are_well_formed_for_burdens_groups_and_re_entries(outcome: str) -> None:
    document = flow_of_case(load("trelleborg"), FlowOptions(outcome, persons=800, draws=1))
    for figure in (streams(document), times(document)):
        assert figure is not None
        for drawing in (figure.wide, figure.narrow):
            ElementTree.fromstring(str(drawing))


def crowded(document: FlowDocument) -> FlowDocument:
    """Eight rare states, all with long names, beside a common one in the first column and beyond the window."""
    rare = [status.activity for status in STATUSES if status.excluded][::2]
    links = [Link(step=0, source="upper_secondary", target=document.outcome_name, share=0.75)]
    links += [Link(step=0, source=state, target=document.outcome_name, share=0.25 / len(rare)) for state in rare]
    links += [Link(step=1, source=START, target="upper_secondary", share=0.75)]
    links += [Link(step=1, source=state, target=state, share=0.25 / len(rare)) for state in rare]
    return document.model_copy(update={"links": links})


def test_labels_of_the_streams_do_not_overlap(simulated: FlowDocument) -> None:
    for document in (simulated, crowded(simulated)):
        for drawing in (streams(document).wide, streams(document).narrow):
            texts = [node for node in ElementTree.fromstring(str(drawing)) if node.get("class") == "name halo"]
            columns: dict[str, list[float]] = {}
            for node in texts:
                columns.setdefault(str(node.get("x")), []).append(float(str(node.get("y"))))
            assert len(columns) >= 3
            for heights in columns.values():
                assert all(b - a >= 13 for a, b in pairwise(sorted(heights)))


def test_every_table_of_the_document_is_a_file(simulated: FlowDocument, tmp_path: Path) -> None:
    paths = write_csv(simulated, tmp_path)
    assert sorted(path.name for path in paths) == ["pathways.csv", "prevention.csv", "streams.csv", "waits.csv"]
    table = pd.read_csv(tmp_path / "pathways.csv")
    assert table["share_value"].sum() == pytest.approx(1)
    assert len(pd.read_csv(tmp_path / "prevention.csv")) == len(simulated.prevention)


def test_an_outcome_with_nothing_before_it_still_gives_a_page_and_tables(tmp_path: Path) -> None:
    document = flow_of_case(load("trelleborg"), FlowOptions("compulsory_school@16", persons=50, draws=1))
    assert [(way.states, way.share.value) for way in document.pathways] == [([], 1.0)]
    assert (document.links, document.waits, document.prevention, document.between) == ([], [], [], None)
    assert "Inget tidigare steg" in render_page(document)
    for path in write_csv(document, tmp_path):
        pd.read_csv(path)
