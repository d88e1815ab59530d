"""Whatever is uploaded as a municipality's own figures: an answer or a clear message, soon, and nothing else."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exclusim.calibration.local import replaceable_costs, scenario_text
from exclusim.calibration.local.document import Births, LocalDocument
from exclusim.calibration.local.own_costs import cost_change
from exclusim.model.errors import ExclusimError
from exclusim.results.local_figures import LocalFigures, WorkbookError, read_workbook
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import load_file

from .filled_workbooks import filled, rebuilt, template

EXAMPLES = int(os.environ.get("EXCLUSIM_FUZZ", "60"))  # of each kind; run a few thousand by hand
FUZZ = settings(max_examples=EXAMPLES, deadline=20_000, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def _answers(data: bytes, name: str = "egna.xlsx") -> LocalFigures | None:
    """What was read; None where it was refused with a message. Anything else is an error of ours."""
    try:
        return read_workbook(data, name)
    except WorkbookError as error:
        problems = error.problems
    assert problems
    assert all(problem.message for problem in problems)
    return None


@FUZZ
@given(st.binary(max_size=2_000), st.sampled_from(["a.xlsx", "a.zip", "", "../../../etc/passwd", "a\n.xlsx"]))
def test_random_bytes_are_refused(data: bytes, name: str) -> None:
    assert _answers(data, name) is None
    assert _answers(b"PK\x03\x04" + data) is None


NAMES = st.sampled_from(
    [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "../../outside.xml",
        "_rels/.rels",
    ]
)


@FUZZ
@given(st.dictionaries(NAMES, st.binary(max_size=400) | st.text(max_size=200).map(str.encode), min_size=1))
def test_random_archives_are_refused(parts: dict[str, bytes]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert _answers(stream.getvalue()) is None


@FUZZ
@given(st.integers(min_value=0), st.binary(min_size=1, max_size=12))
def test_a_template_with_bytes_changed_is_read_or_refused(at: int, change: bytes) -> None:
    data = bytearray(template())
    at %= len(data)
    data[at : at + len(change)] = change
    _answers(bytes(data))


INSERTED = [b"", b"<", b'"', b"&a;", b"NaN", b"1e999", b"-1", b"9" * 5_000, b"t='e'", b"<v/>", b"<f>A1</f>"]


@FUZZ
@given(st.data())
def test_a_template_with_changed_xml_is_read_or_refused(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(template())) as archive:
        part = data.draw(st.sampled_from(archive.namelist()))
        size = archive.getinfo(part).file_size
    at = data.draw(st.integers(0, size))
    length = data.draw(st.integers(0, 40))
    new = data.draw(st.sampled_from(INSERTED))
    _answers(rebuilt(template(), lambda name, text: text[:at] + new + text[at + length :] if name == part else text))


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=40),
    st.dates(min_value=date(1900, 3, 1)),
    st.just(datetime(2023, 1, 1, 12)),
    st.just(time(12)),
    st.just(timedelta(days=3)),
    st.sampled_from(["=1/0", "=1+1", '=HYPERLINK("http://a")', "#REF!", "1e5", "12 500 kr", "7,5 %", "@cmd", "0180"]),
    st.sampled_from([1, 7.5, 50, 480, 2019, 2022, 130_000, 1480]),
)  # fmt: skip
CELLS = st.sampled_from(
    [
        *[(field, "") for field in ("name", "code", "births", "contact")],
        *[("N02797", column, 2016) for column in ("own", "year", "source", "code")],
        *[("N15424", column, 2019) for column in ("own", "year", "source")],
        *[
            (code, column)
            for code in ("cost.unit.upper_secondary_year", "cost.tax.municipal", "cost.anchor.public")
            for column in ("own", "own_year", "source", "code", "label")
        ],
    ]
)


@settings(FUZZ, max_examples=EXAMPLES // 3)
@given(values=st.dictionaries(CELLS, VALUES, max_size=6))
def test_whatever_stands_in_the_cells_gives_a_case_or_a_message(
    tmp_path_factory: pytest.TempPathFactory, values: dict[tuple[Any, ...], Any]
) -> None:
    # cells are found by their code, so the codes are changed last
    own = _answers(filled(dict(sorted(values.items(), key=lambda item: item[0][1] == "code")))[0])
    if own is None:
        return
    assert all(0 < figure.share <= 1 for figure in own.figures)
    case = load("genomsnittskommun")
    try:
        place = own.place("Skövde") if not own.name and not own.code else own.place()
    except ExclusimError:
        return
    births = Births(number=own.births or 480, year=2008, source="angivet", known=True)
    costs = [change for cost in own.costs if (change := cost_change(cost, case)) is not None]
    assert all(change.name in replaceable_costs() for change in costs)
    document = LocalDocument(
        municipality=place.code, name=place.name, case="genomsnittskommun", births=births, figures=[], parameters=[],
        statistics=[], fallbacks=[], persons=1, seed=1, costs=costs, contact=own.contact,
    )  # fmt: skip
    file: Path = tmp_path_factory.mktemp("figures") / "fuzzed.yaml"
    file.write_text(scenario_text(document, case, file), encoding="utf-8")
    assert load_file(file).parameters.keys() == {change.name for change in costs}
