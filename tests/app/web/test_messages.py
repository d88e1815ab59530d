"""A visitor who reads Swedish meets no English problem."""

from __future__ import annotations

import ast
import copy
import json
import random
import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from starlette.testclient import TestClient
from tests.results.languages import swedish_left

from exclusim.app.web.application import Site
from exclusim.app.web.builder import Draft
from exclusim.app.web.builder.places import in_words
from exclusim.app.web.crew import State
from exclusim.app.web.messages import in_swedish, said
from exclusim.results.language import speaking
from exclusim.scenarios import interventions_library as library
from exclusim.scenarios.issues import ScenarioError
from exclusim.scenarios.library import example, load
from exclusim.scenarios.loading import parse
from exclusim.scenarios.shipped import shipped_names

ENGLISH = re.compile(
    r"\b(expected|got|must|at least|at most|fields?|the|of|with|without|is|are|such as|between|there|this|than|one|"
    r"cannot|unknown|did you mean|found|choose|no|not|and|which|from)\b",
    re.IGNORECASE,
)
OWN = re.compile(r"'[^']*'?|\"[^\"]*\"?|\([a-z_, :]+\)|[a-z0-9_-]+(\.[a-z0-9_\[\]…-]+)+|[a-z]+_[a-z_]+|SEK/\w+|HTTP")
LISTS = re.compile(  # names of the file format, told as they are written there
    r"(väntade något av|namnet på ett scenario:|systemfel:|en betalare:|till exempel|följt av|precis en av"
    r"|på det som leder ut:|en aktör efter|väntade none|en annan insats|scenariots insatser:|bygger på en annan"
    r"|ett av exemplen:|exemplen är|insatserna är|det finns).*"
)

# Sentences that no visitor of the web app meets, by module and beginning.
ELSEWHERE = (
    "share of the log effect left",
    "share left ",
    "yearly hazard that",
    "the change is introduced at no loss",
    "{}, line {}: ",  # of the shipped price index
)
_SCENARIOS = "exclusim.scenarios"
_RAISING = (
    *("exclusim.model.institutions.faults", "exclusim.calibration.prices", "exclusim.calibration.local"),
    *(
        "exclusim.calibration.macro.level",
        "exclusim.results.run",
        "exclusim.results.compare",
        "exclusim.results.faults",
    ),
    *("exclusim.results.flow", "exclusim.results.trajectories", "exclusim.results.ensemble"),
    *("exclusim.results.local_figures", "exclusim.results.files"),
)


def english_left(text: str) -> list[str]:
    """English words of a Swedish problem, what a file says and lists of its words aside."""
    return [match.group() for match in ENGLISH.finditer(LISTS.sub("", OWN.sub("", text)))]


def _modules(*names: str) -> Iterator[Path]:
    for name in names:
        spec = find_spec(name)
        assert spec is not None
        folders = spec.submodule_search_locations
        if folders is None:
            yield Path(str(spec.origin))
        else:
            yield from (file for folder in folders for file in sorted(Path(folder).rglob("*.py")))


def _template(node: ast.AST) -> str | None:
    """A text with ``{}`` for what is put in; None for anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            return re.sub(r"(\{\})+", "{}", text)
    return None


def _texts(node: ast.AST, *, inside: Callable[[ast.AST], bool]) -> Iterator[str]:
    """Texts below ``node``, but no documentation, and none within a text."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    text = _template(node)
    if text is not None:
        yield text
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)) and inside(child):
            yield from _texts(child, inside=inside)


def _sentences(*names: str) -> set[str]:
    """Every sentence of the modules that may be part of a problem."""

    def told(node: ast.AST) -> bool:  # formulas of conversions and descriptions in schemas are no problems
        return not (isinstance(node, ast.FunctionDef) and node.name in ("in_words", "json_schema", "__repr__"))

    found = set()
    for file in _modules(*names):
        found |= set(_texts(ast.parse(file.read_text(encoding="utf-8")), inside=told))
    return {text for text in found if " " in text.strip() and re.search("[a-z]{3}", text.replace("{}", ""))}


def _raised(*names: str) -> set[str]:
    """Texts of every :class:`ExclusimError` that the modules raise."""
    found = set()
    for file in _modules(*names):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("ExclusimError", "_Unreachable"):
                for value in (*node.args, *(keyword.value for keyword in node.keywords)):
                    found |= set(_texts(value, inside=lambda node: not isinstance(node, ast.Call)))
    return {text for text in found if text[:1] not in ":," and re.search("[a-z]{3} | [a-z]{3}", text.replace("{}", ""))}


def _untranslated(texts: set[str]) -> list[str]:
    """Texts that stay as they are, or of which English is left, with something put into every hole."""
    wrong = []
    for text in sorted(texts):
        filled = re.sub(r"(?<=\S)\{\}$", "", text).replace("{}", "x7")
        swedish = in_swedish(filled)
        if not text.startswith(ELSEWHERE) and (swedish == filled or english_left(swedish)) and not _is_swedish(text):
            wrong.append(text)
    return wrong


def _is_swedish(text: str) -> bool:
    return bool(re.search(r"[åäö]|\bkr\b|\bkronor\b|\bMkr\b|\bpersoner\b|personer$", text)) and not english_left(text)


def test_every_problem_that_a_scenario_file_can_have_is_translated() -> None:
    found = _sentences(_SCENARIOS)
    assert len(found) > 150
    assert _untranslated(found) == []


def test_every_error_that_a_study_can_end_with_is_translated() -> None:
    found = _raised(*_RAISING)
    assert len(found) > 80
    assert _untranslated(found) == []


def test_every_reason_why_an_intervention_of_the_library_does_not_fit_is_translated() -> None:
    reasons = {entry.misfit for entry in library.interventions() if entry.misfit}
    assert reasons
    assert [reason for reason in reasons if in_swedish(reason) == reason] == []


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("expected a whole number (got 'many')", "väntade ett heltal (fick 'many')"),
        ("expected woman or man (got 'this or that')", "väntade woman eller man (fick 'this or that')"),
        ("unknown field; did you mean 'reach'?", "okänt fält; menade du 'reach'?"),
        (
            "there is no fault 'x'; did you mean 'y'?; there are a, b",
            "det finns inget systemfel 'x'; menade du 'y'?; det finns a, b",
        ),
        (
            "a.yaml:3:7: population.births: expected at least 1 (got 0)\n… and 4 more",
            "a.yaml, rad 3: population.births: väntade minst 1 (fick 0)\n… och 4 till",
        ),
        (
            "scenario 'x' has 30 different target groups, waves and years of enrolment; at most 24 can be combined: "
            "take fewer waves, or a shorter time of enrolment",
            "scenariot 'x' har 30 olika målgrupper, omgångar och intagningsår; högst 24 kan kombineras: ta färre "
            "omgångar eller en kortare tid för intagning",
        ),
        ("Er kommun saknas", "Er kommun saknas"),
        ("expected 'a list' (got 'a mapping')", "väntade 'a list' (fick 'a mapping')"),
        ("", ""),
    ],
)
def test_a_problem_is_said_in_swedish_and_what_somebody_wrote_stays(english: str, swedish: str) -> None:
    assert in_swedish(english) == swedish


def test_a_visitor_who_reads_english_gets_the_problem_as_it_was_composed() -> None:
    with speaking("en"):
        assert said("expected a whole number (got 'many')") == "expected a whole number (got 'many')"
    with speaking("sv"):
        assert said("expected a whole number (got 'many')") == "väntade ett heltal (fick 'many')"


def test_a_problem_of_any_length_is_said_within_a_moment() -> None:
    """No pattern takes more than a pass over the text, and nesting ends."""
    for text in (" or ".join(["x"] * 20_000), "; ".join(["expected (got ("] * 5_000), ": " * 50_000):
        assert in_swedish(f"expected {text} (got 3)").startswith("väntade ")


_NONSENSE: tuple[Any, ...] = (
    None,
    True,
    -3,
    0,
    1.5,
    10**7,
    "",
    "x",
    "1.500 tkr",
    "5 Mkr",
    "150 %",
    "-3 mån",
    [],
    ["x"],
    {},
    {"x": 1},
)


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _places(below, (*place, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _places(below, (*place, index))


def _broken(values: dict[str, Any], lot: random.Random) -> dict[str, Any]:
    """The data of a case with a few of its values replaced, removed or misspelt."""
    broken = copy.deepcopy(values)
    for _round in range(lot.randint(1, 3)):
        *above, last = lot.choice([place for place in _places(broken) if place])
        holder: Any = broken
        for part in above:
            holder = holder[part]
        change = lot.random()
        if change < 0.65:
            holder[last] = lot.choice(_NONSENSE)
        elif change < 0.8 and isinstance(holder, dict):
            holder[f"{last}x"] = holder.pop(last)
        elif isinstance(holder, dict):
            del holder[last]
    return broken


def _problems(text: str) -> list[str]:
    try:
        parse(text, file="min.yaml")
    except ScenarioError as error:
        return [issue.message for issue in error.issues]
    return []


def test_no_english_is_left_in_the_problems_of_hundreds_of_wrong_files() -> None:
    lot, yaml = random.Random(8), YAML(typ="safe", pure=True)
    cases = [yaml.load(example(name)) for name in shipped_names()]
    found: dict[str, str] = {}
    for _round in range(200):
        broken = _broken(lot.choice(cases), lot)
        for message in _problems(json.dumps(broken, ensure_ascii=False)):
            found[message] = in_swedish(message)
    assert len(found) > 100
    assert {english: swedish for english, swedish in found.items() if english_left(swedish)} == {}


@pytest.mark.parametrize(
    "text",
    [
        *("", "- a", "a: b: c", "a: [1", "a: {b", "\ta: 1", "a: &b 1", "a: !x 1", "%YAML 1.2\n---\na: 1", "a: 'x"),
        *("a: 1\na: 2", "a: 1\n---\nb: 2", "? [x]\n: 1", "a: |x\n b", 'a: "\\q"', "a:\n  b: 1\n c: 2", "a: @x", "]"),
        *("exclusim: 1\nextends: nowhere", "case: x\nextends: skovdee", "case: x\nextends: [1]", "a: \x07"),
        *("- a\nb: 1", "a: -\n- b: c: d", "a: *b", "a: >9\n b", "a: ,", "a: [}", "a: {]", "%TAG ! x\n", 'a: "\\xZZ"'),
    ],
)
def test_no_english_is_left_in_the_problems_of_what_is_no_yaml(text: str) -> None:
    found = [in_swedish(message) for message in _problems(text)]
    assert found
    assert [message for message in found if english_left(message)] == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("population.births", "Födda under ett år"),
        ("decision.reviews[1]", "Beslutet: Uppföljningar"),
        ("environment.labour_market[0].from", "environment.labour_market[0].from"),
        ("scenarios.trygg_skola", "Trygg skola"),
        ("scenarios.trygg_skola.interventions[0].reach", "Trygg skola: Andel av målgruppen som erbjuds"),
        (
            "scenarios.trygg_skola.interventions[0].effects.published[1].low",
            "Trygg skola: Effekt 2: Nedre gräns (95 %)",
        ),
        ("scenarios.trygg_skola.interventions[0].cost.amount", "Trygg skola: Kostnad 1: Belopp"),
        ("scenarios.trygg_skola.interventions[0].costs[0].payer", "Trygg skola: Kostnad 2: Vem som betalar"),
        ("scenarios.trygg_skola.risks[2].probability", "Trygg skola: Risk 3: Sannolikhet"),
        ("scenarios.unknown.interventions[0].lasts", "unknown: Pågår"),
    ],
)
def test_a_place_of_the_file_is_named_as_the_form_names_it(place: str, words: str) -> None:
    draft = Draft({"scenarios": {"trygg_skola": {"label": "Trygg skola", "interventions": [{"cost": {"amount": 1}}]}}})
    assert in_words(place, draft) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("scenarios.x.interventions[0].effects.published[0].measure", "x: Effect 1: "),
        ("scenarios.x.interventions[0].effects.published[0].hazard_ratio", "x: Effect 1: "),
        ("scenarios.x.interventions[0].costs[0].payer", "x: Cost 1: "),
        ("scenarios.x.risks[0].label", "x: Risk 1: "),
        ("decision.question", "The decision: "),
        ("population.births", ""),
    ],
)
def test_a_place_has_english_words_on_an_english_page(place: str, words: str) -> None:
    with speaking("en"):
        found = in_words(place, None)
    assert found.startswith(words)
    assert swedish_left(found) == []


def test_a_wrong_text_is_told_in_the_visitors_language(visitor: TestClient, scenario: str) -> None:
    text = visitor.get(f"{scenario}/scenario.yaml").text.replace("start_year: ", "start_year: många # ")
    swedish = visitor.post(f"{scenario}/text", data={"text": text}).text
    assert "År då kullen fyller 16" in swedish
    assert "väntade ett heltal (fick &#39;många&#39;)" in swedish
    visitor.headers["accept-language"] = "en"
    english = visitor.post(f"{scenario}/text", data={"text": text}).text
    assert "expected a whole number (got &#39;många&#39;)" in english


def test_a_wrong_upload_is_told_in_swedish(visitor: TestClient) -> None:
    answer = visitor.post("/scenario/upload", files={"file": ("min.yaml", b"case: x\ntitel: y\n")})
    assert answer.status_code == 400
    assert "okänt fält" in answer.text
    assert english_left(re.sub(r"(?s).*role=.alert.(.*?)</div>.*", r"\1", answer.text).replace("<", " ")) == []


def test_an_intervention_that_does_not_fit_says_why_in_swedish(visitor: TestClient) -> None:
    address = visitor.post("/scenario", data={"case": "newcomers"}).url.path
    page = visitor.get(f"{address}/add").text
    assert library.misfit(load("newcomers"), "ips") is None or "Passar inte här:" in page
    assert "it is for" not in page


def test_an_intervention_that_is_not_in_the_library_is_told_in_swedish(visitor: TestClient, scenario: str) -> None:
    page = visitor.post(f"{scenario}/add", data={"entry": "magic"}).text
    assert "det finns ingen insats &#39;magic&#39; i biblioteket; insatserna är " in page


def test_a_study_that_fails_says_why_in_swedish(
    visitor: TestClient, scenario: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = visitor.post(f"{scenario}/run", data={}).url.path
    failed = State("failed", message="a worker ended in the middle of its task")
    monkeypatch.setattr(type(site.crew), "state", lambda _crew, _folder: failed)
    assert "ett av programmets arbeten tog slut mitt i sin uppgift" in visitor.get(address).text


def test_a_field_of_the_form_tells_its_problem_in_swedish(visitor: TestClient, scenario: str) -> None:
    page = visitor.post(f"{scenario}/place", data={"population.births": "många"}).text
    assert "väntade ett heltal (fick &#39;många&#39;)" in page
    assert "expected" not in page
