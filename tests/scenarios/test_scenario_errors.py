"""Bad scenario files: one line per problem, with line, column, field and what was expected."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exclusim.model.errors import ExclusimError
from exclusim.scenarios.interventions import LEVERS
from exclusim.scenarios.issues import ScenarioError
from exclusim.scenarios.library import example, load
from exclusim.scenarios.loading import parse

GOOD = """\
exclusim: 1
case: min-kommun
title: Min kommun
summary: Ett exempel
population:
  kind: cohort
  place: Storstad
  births: 300
  start_year: 2024
appraisal:
  years: 20 år
  discount_rate: 4 %
  price_year: 2024
flat_annuity:
  excluded: 30
  years: 20 år
  cost_per_person_year: {public: 300 tkr, production: 400 tkr}
  source: [VC019]
scenarios:
  insats:
    label: En insats
    interventions:
      - name: insats
        label: Insats
        lasts: 12 mån
        cost:
          amount: 5 Mkr
          per: project
          payer: {kommun.skola: 60 %, region: 40 %}
        flat: {prevents: 10 %}
        effects:
          published:
            - {on: job_finding, hazard_ratio: 1.5, duration: 12 mån, source: SE-SE-DP}
"""


def refused(text: str | bytes) -> list[tuple[int, int, str, str]]:
    """Every problem of a text as (line, column, path, message)."""
    with pytest.raises(ScenarioError) as caught:
        parse(text, file="min.yaml")
    assert isinstance(caught.value, ExclusimError)
    assert caught.value.exit_code == 2
    assert str(caught.value).splitlines() == [str(issue) for issue in caught.value.issues]
    assert {issue.file for issue in caught.value.issues} == {"min.yaml"}
    return [(issue.line, issue.column, issue.path, issue.message) for issue in caught.value.issues]


def test_the_good_file_loads() -> None:
    case = parse(GOOD)
    assert case.scenarios["insats"].interventions[0].cost is not None
    assert case.flat_annuity is not None
    assert case.flat_annuity.cost_per_person_year.total == 700_000


MONEY = "expected an amount with its unit, such as 5 Mkr, 736 tkr or 42 000 kr"
ONE = "scenarios.insats.interventions[0]"
FIRST = f"{ONE}.effects.published[0]"
KIND = "expected cohort or newcomers (got 'kohort')"
LASTING = "expected exactly one of duration, speed_up and lasting: true"


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "path", "message"),
    [
        ("births: 300", "births: många", 8, 11, "population.births", "expected a whole number (got 'många')"),
        ("births: 300", "births: 0", 8, 11, "population.births", "expected at least 1 (got 0)"),
        ("births: 300", "births: 200001", 8, 11, "population.births", "expected at most 200000 (got 200001)"),
        ("births: 300", "births: true", 8, 11, "population.births", "expected a whole number (got true)"),
        ("births: 300", "birth: 300", 8, 3, "population.birth", "unknown field; did you mean 'births'?"),
        ("place: Storstad", "zzz: 1", 5, 1, "population.place", None),
        (
            "kind: cohort",
            "kind: kohort",
            6,
            9,
            "population.kind",
            "expected cohort or newcomers (got 'kohort')",
        ),
        ("  kind: cohort\n", "", 5, 1, "population.kind", None),
        ("place: Storstad", "place: 12", 7, 10, "population.place", "expected text (got 12)"),
        ("case: min-kommun", "case: Min Kommun", 2, 7, "case", None),
        ("title: Min kommun\n", "", 1, 1, "title", "expected this field (got nothing)"),
        ("exclusim: 1", "exclusim: 2", 1, 11, "exclusim", "expected 1 (got 2)"),
        ("years: 20 år\n  discount", "years: 20\n  discount", 11, 10, "appraisal.years", None),
        ("4 %", "0.04", 12, 18, "appraisal.discount_rate", None),
        ("4 %", "104 %", 12, 18, "appraisal.discount_rate", None),
        ("amount: 5 Mkr", "amount: 5", 27, 19, f"{ONE}.cost.amount", f"{MONEY} (got 5)"),
        (
            "amount: 5 Mkr",
            "amount: -5 Mkr",
            27,
            19,
            f"{ONE}.cost.amount",
            f"{MONEY}, not negative (got '-5 Mkr')",
        ),
        ("amount: 5 Mkr", "amount: 4 %", 27, 19, f"{ONE}.cost.amount", f"{MONEY} (got '4 %')"),
        ("per: project", "per: projekt", 28, 16, f"{ONE}.cost.per", None),
        ("60 %", "50 %", 29, 18, f"{ONE}.cost.payer", "expected shares that sum to 100 %, not 90 %"),
        ("{kommun.skola: 60", "{komun.skola: 60", 29, 19, f"{ONE}.cost.payer.komun.skola", None),
        ("lasts: 12 mån", "lasts: 400 mån", 25, 16, f"{ONE}.lasts", None),
        ("on: job_finding", "on: job_findin", 33, 20, f"{FIRST}.on", None),
        ("ratio: 1.5", "ratio: 0", 33, 47, f"{FIRST}.hazard_ratio", None),
        ("ratio: 1.5", "ratio: .inf", 33, 47, f"{FIRST}.hazard_ratio", None),
        (
            "duration: 12 mån, ",
            "",
            33,
            15,
            FIRST,
            LASTING,
        ),
        ("ratio: 1.5", "ratio: 1.5, odds_ratio: 2", 33, 15, FIRST, None),
        ("ratio: 1.5", "ratio: 1.5, low: 1.2", 33, 57, f"{FIRST}.low", None),
        ("ratio: 1.5", "ratio: 1.5, low: 2, high: 3", 33, 57, f"{FIRST}.low", None),
        ("prevents: 10 %", "shortens_to: 21 år", 30, 29, f"{ONE}.flat.shortens_to", None),
        ("prevents: 10 %", "", 30, 15, f"{ONE}.flat", "expected exactly one of prevents and shortens_to"),
        ("excluded: 30", "excluded: 301", 15, 13, "flat_annuity.excluded", None),
        ("{public", "{society: 1 Mkr, public", 17, 35, "flat_annuity.cost_per_person_year.society", None),
        (
            "label: En insats",
            "label: L\n    baseline: inast",
            22,
            15,
            "scenarios.insats.baseline",
            None,
        ),
        (
            "label: En insats",
            "label: L\n    baseline: insats",
            22,
            15,
            "scenarios.insats.baseline",
            None,
        ),
        ("  insats:\n", "  baseline:\n", 20, 3, "scenarios.baseline", None),
    ],
)
def test_each_mistake_is_placed_and_explained(
    old: str, new: str, line: int, column: int, path: str, message: str | None
) -> None:
    assert old in GOOD
    found = refused(GOOD.replace(old, new, 1))

    assert (line, column, path) in [item[:3] for item in found]
    if message is not None:
        assert found == [(line, column, path, message)]


def test_all_problems_of_a_file_are_listed_in_order() -> None:
    text = GOOD.replace("births: 300", "births: x").replace("4 %", "4").replace("5 Mkr", "5 mil")
    found = refused(text)
    assert [item[:2] for item in found] == [(8, 11), (12, 18), (27, 19)]
    assert "a unit such as kr" in found[2][3]


def test_a_name_among_many_gets_a_suggestion_instead_of_the_whole_list() -> None:
    (found,) = refused(GOOD.replace("on: job_finding", "on: job_findin"))
    assert found[3] == f"expected one of {len(LEVERS)} known names (got 'job_findin'); did you mean 'job_finding'?"


def published(measure: str) -> str:
    check = f"{{id: VC005, quantity: Q, value: 1 Mkr, tolerance: 1 Mkr, measure: {measure}}}"
    return f"{GOOD}published:\n  - {check}\n"


@pytest.mark.parametrize(
    "measure",
    ["scenarios.baseline.total.society", "differences.insats.net.kommun", "scenarios.insats.term.public"],
)
def test_a_published_figure_may_point_to_any_actor_of_a_known_scenario(measure: str) -> None:
    assert parse(published(measure)).published[0].measure == measure


@pytest.mark.parametrize(
    "measure",
    [
        "scenarios.basline.total.society",
        "differences.baseline.net.kommun",
        "scenarios.baseline.total.komun",
        "total",
    ],
)
def test_a_published_figure_that_points_nowhere_is_refused(measure: str) -> None:
    ((line, _, path, message),) = refused(published(measure))
    assert (line, path) == (35, "published[0].measure")
    assert measure in message


def test_the_labour_market_must_run_forward() -> None:
    steps = "environment:\n  labour_market:\n    - {from: 2014-02, level: 1}\n    - {from: 2014-01, level: 1}\n"
    assert refused(GOOD + steps) == [
        (37, 14, "environment.labour_market[1].from", "expected a month after 2014-02 (got '2014-01')")
    ]


def test_a_horizon_beyond_the_years_followed_is_refused() -> None:
    ((_, _, path, message),) = refused(GOOD.replace("years: 20 år\n  d", "from_age: 30 år\n  years: 20 år\n  d"))
    assert path == "appraisal.years"
    assert "27 years followed, of which 14" in message


@pytest.mark.parametrize(
    ("text", "line", "column", "fragment"),
    [
        ("", 1, 1, "an empty file"),
        ("# bara en kommentar\n", 1, 1, "an empty file"),
        ("---\n", 1, 1, "an empty file"),
        ("- a\n- b\n", 1, 1, "fields such as"),
        ("bara text", 1, 1, "fields such as"),
        ("case:\n\ttitle: x\n", 2, 1, "got a tab"),
        ("case: a\ntitle: b\ncase: c\n", 3, 1, "it also stands in line 1"),
        ("case: [a\n", 2, 1, "plain YAML"),
        ("case: a\n---\ncase: b\n", 2, 1, "one document"),
        ("%YAML 1.1\n---\ncase: no\n", 2, 1, "no % directives"),
        ("case: &a x\n", 1, 7, "no anchors"),
        ("case: x\ntitle: *a\n", 2, 8, "no anchors"),
        ("case: x\n1: y\n", 2, 1, "a word as key"),
        ("case: x\n? [a, b]\n: y\n", 2, 3, "a word as key"),
        ("case: x\n\x00: y\n", 2, 1, "U+0000"),
        ("case: " + "[" * 2000, 1, 36, "levels"),
        ("a: [" + "1, " * 30_000 + "]", 1, 59993, "at most 20000 values"),
        ("births: " + "9" * 5000, 1, 1, "plain YAML"),
        (b"case: x\ntitle: V\xe4rmd\xf6\n", 2, 9, "UTF-8 text (got the byte 0xe4)"),
        ("case: x\n".encode("utf-16"), 1, 1, "UTF-8 text"),
        (b"a: " + b"x" * 1_000_000, 1, 1, "at most 1 MB"),
    ],
)
def test_what_is_not_plain_yaml_gets_one_clear_line(text: str | bytes, line: int, column: int, fragment: str) -> None:
    ((found_line, found_column, _, message),) = refused(text)
    assert (found_line, found_column) == (line, column)
    assert fragment in message


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system ['touch {marker}']",
        "!!python/name:os.system",
        "!!binary aGVq",
        "!!set [a, b]",
        "!include /etc/passwd",
        "!<tag:yaml.org,2002:python/object/new:os.system> [echo]",
    ],
)
def test_tags_are_refused_before_anything_is_built(value: str, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    ((line, column, _, message),) = refused(f"case: x\ntitle: {value.format(marker=marker)}\n")
    assert (line, column) == (2, 8)
    assert "plain data without tags" in message
    assert not marker.exists()


def test_a_merge_key_is_just_an_unknown_field() -> None:
    assert any("unknown field" in item[3] for item in refused(GOOD + "<<: {title: x}\n"))


def test_a_thousand_unknown_fields_give_a_hundred_lines_and_a_count() -> None:
    extra = "".join(f"x{i}: 1\n" for i in range(1000))
    with pytest.raises(ScenarioError) as caught:
        parse(GOOD + extra)
    assert len(caught.value.issues) == 1000
    assert str(caught.value).splitlines()[-1] == "… and 900 more"


def test_a_byte_order_mark_and_windows_line_ends_are_harmless() -> None:
    assert parse(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == parse(GOOD)


def test_no_stays_text_as_yaml_1_2_says() -> None:
    assert parse(GOOD.replace("place: Storstad", "place: no")).population.place == "no"


def test_a_file_that_is_missing_a_directory_or_a_pipe_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name, fragment in [
        ("ingen.yaml", "No such file"),
        ("", "a directory"),
        ("pipe.yaml", "a device or pipe"),
    ]:
        with pytest.raises(ScenarioError, match=fragment) as caught:
            load(tmp_path / name)
        assert str(tmp_path) in str(caught.value)


def test_a_file_is_loaded_and_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "min.yml"
    path.write_text(GOOD, encoding="utf-8")
    assert load(str(path)) == load(path) == parse(GOOD)
    path.write_text(GOOD.replace("births", "birth"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:8:3: population.birth: ")


def test_a_file_without_the_ending_is_pointed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fall").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExclusimError, match=r"write \./fall"):
        load("fall")
    assert load("./fall").case == "min-kommun"


CHILD = "exclusim: 1\ncase: barn\nextends: {base}\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_that_extends_another_changes_only_what_it_names(tmp_path: Path) -> None:
    write(tmp_path, "bas.yaml", GOOD)
    text = CHILD.format(base="bas.yaml") + "population: {births: 400}\nflat_annuity: null\nscenarios: null\n"
    case, base = load(write(tmp_path, "barn.yaml", text)), parse(GOOD)

    changed: dict[str, object] = {
        "case": "barn",
        "extends": "bas.yaml",
        "flat_annuity": None,
        "scenarios": {},
    }
    population = base.population.model_copy(update={"births": 400})
    assert case == base.model_copy(update={**changed, "population": population})


def test_a_population_of_another_kind_replaces_the_whole_population() -> None:
    newcomers = "{kind: newcomers, place: X, persons: 12, start_year: 2020}"
    case = parse(f"{CHILD.format(base='genomsnittskommun')}population: {newcomers}\nscenarios: null\n")
    assert (case.population.kind, case.size) == ("newcomers", 12)


def test_lists_are_replaced_not_joined() -> None:
    assert parse(CHILD.format(base="trelleborg") + "sources: [VC001]\n").sources == ("VC001",)


def test_a_problem_inherited_from_another_file_is_placed_in_that_file(tmp_path: Path) -> None:
    base = write(tmp_path, "bas.yaml", GOOD.replace("births: 300", "births: x"))
    child = write(tmp_path, "barn.yaml", CHILD.format(base="bas.yaml") + "appraisal: {years: 5}\n")
    with pytest.raises(ScenarioError) as caught:
        load(child)
    assert {(Path(item.file), item.line) for item in caught.value.issues} == {(base, 8), (child, 4)}


def test_a_problem_in_a_replaced_list_is_placed_in_the_new_one() -> None:
    text = CHILD.format(base="trelleborg") + "scenarios: {prevention: {interventions: [{name: a}]}}\n"
    assert [item[:3] for item in refused(text)] == [
        (4, 42, "scenarios.prevention.interventions[0].label"),
        (4, 42, "scenarios.prevention.interventions[0].lasts"),
    ]


def test_a_circle_of_extends_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", CHILD.format(base="b.yaml"))
    write(tmp_path, "b.yaml", CHILD.format(base="./a.yaml"))
    with pytest.raises(ScenarioError, match=r"b\.yaml:3:10: extends: expected no circle"):
        load(tmp_path / "a.yaml")


@pytest.mark.parametrize("base", ["trelleborgg", "[a]", "ingen.yaml", "../../etc/passwd"])
def test_what_cannot_be_extended_is_refused_at_its_line(base: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"barn\.yaml:3:10: extends: expected"):
        load(write(tmp_path, "barn.yaml", CHILD.format(base=base)))


def test_an_upload_can_extend_a_shipped_case_but_no_file(tmp_path: Path) -> None:
    base = write(tmp_path, "bas.yaml", GOOD)
    assert parse(CHILD.format(base="skovde")).population.place == "Skövde"
    with pytest.raises(ScenarioError, match="expected a shipped case"):
        parse(CHILD.format(base=base))


def test_a_case_that_extends_needs_a_name_of_its_own() -> None:
    with pytest.raises(ScenarioError, match="a name of its own"):
        parse("exclusim: 1\nextends: trelleborg\n")


LINES = example("trelleborg").splitlines()
JUNK = ["", "- x", "  : ", "\t", "&a", "*b", "!c d", "{", "]", "a: 1", "'", "null", "5", "   x: [1, {y: 2}]"]


def placed(text: str) -> bool:
    """Whether the text is a case, or every problem has its place inside it."""
    try:
        parse(text)
    except ScenarioError as error:
        last = text.count("\n") + 2
        return bool(error.issues) and all(1 <= item.line <= last and item.column >= 1 for item in error.issues)
    return True


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(LINES) - 1), st.sampled_from(JUNK), st.booleans())
def test_whatever_is_done_to_a_line_the_answer_is_a_case_or_placed_problems(line: int, junk: str, append: bool) -> None:
    lines = list(LINES)
    lines[line] = lines[line] + junk if append else junk
    assert placed("\n".join(lines))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
def test_any_text_at_all_gets_placed_problems(text: str) -> None:
    assert placed(text)
    assert placed(f"{GOOD}notes: {text}")
