"""Whatever is sent, a page answers: no mistake of ours, no traceback, no waiting for ever, nothing outside the data.

Examples are the same every time; ``EXCLUSIM_FUZZ`` is how many of each kind are tried.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.app.web.conftest import HERE, begin

from exclusim.app.web import Settings, create_app
from exclusim.scenarios.library import example as shipped_text
from exclusim.scenarios.shipped import shipped_names

_EXAMPLES = int(os.environ.get("EXCLUSIM_FUZZ", "150"))
_LONGEST = 20.0  # seconds for one answer; the largest file is read in about two where nothing else runs
_FUZZ = settings(
    max_examples=_EXAMPLES,
    derandomize=True,
    deadline=None,  # an answer's time is bounded below, with room for a busy machine
    database=None,
    suppress_health_check=list(HealthCheck),
)
_FUZZ_SLOW = settings(_FUZZ, max_examples=_EXAMPLES // 2)  # a form is read, checked, kept and shown again


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """A visitor of an app without processes; nothing but the app's data may appear in ``folder``."""
    app = create_app(Settings(folder / "web", workers=1, waiting=100, kept=20))
    os.chdir(folder)
    yield TestClient(app, base_url=HERE, headers={"accept-language": "sv"}, raise_server_exceptions=False)
    assert [entry.name for entry in folder.iterdir()] == ["web"]
    assert {entry.name for entry in (folder / "web").iterdir()} <= {"scenarios", "studies", "signing-key"}
    assert not list(folder.parent.glob("*.yaml"))


@pytest.fixture(scope="module", autouse=True)
def where_we_are() -> Iterator[None]:
    """The tests' own folder again, after the app has lived in another."""
    here = Path.cwd()
    yield
    os.chdir(here)


@pytest.fixture(scope="module")
def own(client: TestClient) -> str:
    """Address of a scenario that the client may change."""
    return begin(client, "genomsnittskommun")


_NUMBERS = st.one_of(
    st.integers(),
    st.floats(),
    st.sampled_from(
        [10**400, -(10**18), 1e308, 0, -1, "9" * 5_000, "1e999", "0x1F", "1_000", "٣٤٥٦٧٨", "-0", "½", "²²²²²"]
    ),
)
_WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "\x00",
            "�".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
            "../../../etc/passwd",
            "a" * 5000,
            "{{7*7}}",
            "%s%n{0}",
            "<script>alert(1)</script>",
            "'; --",
            "- [",
            "å" * 300,
            "\r\nSet-Cookie: a=b",
            "..%2f",
            "null",
            "~",
            "5 Mkr",
            "36 mån",
            "99999999999999999999 år",
            "-5 %",
            "1 000 000 000 000 000 000 Mkr",
            "0,000000001 %",
            "18–24 år",
        ]
    ),
)
_VALUES = st.one_of(_WORDS, _NUMBERS.map(str))
_PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), _NUMBERS, _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_WORDS, inner, max_size=4)),
    max_leaves=12,
)
_BOMBS = st.sampled_from(
    [
        "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b]",
        "[" * 5_000,
        "{" * 5_000,
        "- " * 3_000 + "x",
        "a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 400)),
        "exclusim: " + "9" * 10_000,
        "exclusim: 1e" + "9" * 400,
        "case: " + "a" * 900_000,
        "".join(f"k{number}: {number}\n" for number in range(30_000)),
        "? " * 2_000,
        "!!python/object/apply:os.system ['touch /tmp/never']",
        "%YAML 1.1\n%TAG ! tag:x,2000:\n---\na: !x 1",
        "---\n" * 3_000,
        "<<: {case: a}\nexclusim: 1",
        "\ufeffexclusim: 1\x85case: a\u2028b: 2",
        "exclusim: 1\nextends: varmdo\ncase: x\npopulation: {births: 10000000000000000000000}",
        "exclusim: 1\nextends: varmdo\ncase: x\npopulation: {births: .inf, start_year: .nan}",
        "exclusim: 1\nextends: /etc/passwd\ncase: x",
        '"' + "\\x41" * 20_000 + '"',
    ]
)


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    """A shipped file with lines lost, doubled, moved, or with other values."""
    lines = shipped_text(draw(st.sampled_from(shipped_names()))).splitlines()
    for _change in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        key, colon, _value = lines[at].partition(":")
        match draw(st.sampled_from(["value", "drop", "double", "move", "indent", "letter"])):
            case "value":
                lines[at] = f"{key}{colon} {draw(_PLAIN)}"
            case "drop" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "indent":
                lines[at] = draw(st.sampled_from(["  ", "\t", "- "])) + lines[at]
            case _:
                place = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:place] + draw(st.characters(codec="utf-8")) + lines[at][place:]
    return "\n".join(lines).encode()


_FILES = st.one_of(
    _mutated(),
    _mutated(),
    st.binary(max_size=300),
    st.text(max_size=300).map(str.encode),
    st.dictionaries(st.sampled_from(["exclusim", "case", "extends", "population", "scenarios"]), _PLAIN).map(
        lambda values: "\n".join(f"{key}: {value}" for key, value in values.items()).encode()
    ),
    _BOMBS.map(lambda text: text.encode("utf-8", "surrogatepass")),
)
_FILE_NAMES = st.one_of(
    st.text(min_size=1, max_size=60),
    st.sampled_from(
        [
            "../../../etc/passwd",
            "..\\..\\x.yaml",
            "/etc/cron.d/x",
            "a" * 3000,
            "x.yaml\x00.png",
            "CON",
            "å ö.yaml",
            "~root",
            '"; filename="y',
            "%2e%2e%2f",
            ".",
            "..",
            " ",
            "<img src=x>.yaml",
            "\u202egnp.yaml",
        ]
    ),
)

_FIELDS = st.sampled_from(
    [
        "title",
        "summary",
        "label",
        "reach",
        "take_up",
        "starts",
        "lasts",
        "ramp_up",
        "fidelity",
        "dose",
        "staff",
        "displacement",
    ]
    + ["population.place", "population.births", "population.start_year", "population.follow_to_age"]
    + ["appraisal.years", "appraisal.discount_rate", "appraisal.price_year", "target.age_from", "target.age_to"]
    + ["target.sex", "target.months_from", "target.excluded", "target.burdens", "target.record", "target.activity"]
    + [
        "drop_out.share",
        "source",
        "note",
        "indicators",
        "threats",
        "question",
        "decided",
        "reviews",
        "stay",
        "text",
        "entry",
    ]
    + [f"effects.{n}.{name}" for n in (0, 1, 7, 999) for name in ("on", "measure", "value", "low", "source", "lasting")]
    + [f"costs.{n}.{name}" for n in (0, 1, 5) for name in ("amount", "per", "spread", "price_year", "payer.kommun")]
    + [f"risks.{n}.{name}" for n in (0, 2) for name in ("label", "probability", "impact", "event.delay", "event.cost")]
    + ["effects..on", "effects.-1.on", "effects.²", "costs.x.amount", "risks.", "chosen", "replicates", "preset"]
    + ["case", "cost", "prevents", "problem", "years", "payer", "place", "size", "outcome", "age", "password"]
)
_CHOICES = st.sampled_from(
    [
        "hazard_ratio",
        "percentage_points",
        "relative_change",
        "job_finding",
        "school_completion",
        "rct",
        "true",
        "false",
        "woman",
        "person",
        "project",
        "40 %",
        "18 mån",
        "0,7",
        "1,2",
        "20",
        "published",
        "varmdo",
        "case:varmdo",
        "kept:../x",
        "case:../x",
        "./exclusim.yaml",
        "/etc/hosts.yaml",
        "kommun",
        "school-failure",
        "quick",
        "excluded",
        "psykosstod",
        "ips",
    ]
)
_FORMS = st.dictionaries(
    st.one_of(_FIELDS, _FIELDS, _FIELDS, st.text(max_size=30)),
    st.one_of(_VALUES, _CHOICES, st.lists(st.one_of(_VALUES, _CHOICES), max_size=3)),
    max_size=12,
)
_STEPS = ("/place", "/idea/studiestod", "/idea/jobbstod", "/decision", "/text", "/add", "/compare")
_ASKED: dict[str, dict[str, str]] = {
    "/scenario": {"case": "varmdo"},
    "/question/whatif": {
        "case": "varmdo",
        "cost": "5 Mkr",
        "prevents": "25 %",
        "problem": "school-failure",
        "years": "3",
        "payer": "kommun",
    },
    "/question/faults": {"place": "case:varmdo"},
    "/question/flow": {"place": "case:varmdo", "outcome": "excluded", "age": "30"},
    "/question/lives": {"place": "case:varmdo"},
    "/login": {"password": "x"},
    "/local/place": {"place": "Skövde", "births": "500", "fetch": "", "scenario": ""},
}


@_FUZZ_SLOW
@given(
    content=st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data)),
    name=_FILE_NAMES,
)
def test_any_workbook_is_taken_or_told_what_is_wrong(client: TestClient, content: bytes, name: str) -> None:
    _answer(client, "post", "/local/workbook", files={"file": (name, content)})


@_FUZZ
@given(content=_FILES, name=_FILE_NAMES)
def test_any_file_under_any_name_is_taken_or_told_what_is_wrong(client: TestClient, content: bytes, name: str) -> None:
    answer = _answer(client, "post", "/scenario/upload", files={"file": (name, content)})
    if "/scenario/" in str(answer.url.path) and answer.status_code == 200:
        client.post(f"{answer.url.path}/remove")


@_FUZZ_SLOW
@given(step=st.sampled_from(_STEPS), form=_FORMS)
@example(step="/idea/studiestod", form={"costs.0.amount": "9" * 5_000})
def test_any_form_is_taken_or_told_what_is_wrong(client: TestClient, own: str, step: str, form: dict[str, Any]) -> None:
    before = client.get(f"{own}/scenario.yaml").text
    _answer(client, "post", own + step, data=form)
    _answer(client, "get", own)
    if client.get(f"{own}/scenario.yaml").text != before:
        client.post(f"{own}/text", data={"text": before})


@_FUZZ
@given(data=st.data(), address=st.sampled_from(sorted(_ASKED)))
def test_any_question_is_taken_or_told_what_is_wrong(client: TestClient, data: st.DataObject, address: str) -> None:
    form = dict(_ASKED[address])
    for name in data.draw(st.sets(st.sampled_from(sorted(form)), max_size=2)):
        form[name] = data.draw(st.one_of(_VALUES, _CHOICES))
    _answer(client, "post", address, data=form)


@_FUZZ
@given(
    start=st.sampled_from(
        ["/", "/scenario/", "/study/", "/question/", "/static/", "/language/", "/language/sv?back=", "/local/"]
    ),
    parts=st.lists(
        st.one_of(_WORDS, st.sampled_from(["..", "%2e%2e", "place", "x" * 22, "scenario.yaml", "progress"])), max_size=4
    ),
)
def test_any_address_has_an_answer(client: TestClient, start: str, parts: list[str]) -> None:
    _answer(client, "get", HERE + start + "/".join(quote(part, safe="%") for part in parts))


@_FUZZ
@given(lang=_WORDS, cookie=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_any_language_and_cookie_have_an_answer(client: TestClient, lang: str, cookie: str) -> None:
    stranger = TestClient(client.app, base_url=HERE, raise_server_exceptions=False)
    headers = {"accept-language": quote(lang)[:200], "cookie": f"exclusim={quote(cookie)}"}
    _answer(stranger, "get", "/login", params={"lang": lang}, headers=headers)


def _answer(client: TestClient, method: str, address: str, **sent: Any) -> Any:
    began = time.monotonic()
    answer = client.request(method, address, follow_redirects=True, **sent)
    assert answer.status_code < 500, answer.text[:2_000]
    assert time.monotonic() - began < _LONGEST
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "Traceback (most recent" not in answer.text
        assert "<script>alert" not in answer.text
    return answer
