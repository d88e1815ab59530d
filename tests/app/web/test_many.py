"""Twenty visitors at once on two processes: everybody gets their own answer, and the memory stays bounded."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx
import pytest
from tests.app.web.conftest import PATIENCE, Served, served

from exclusim.results.document import RunDocument

_VISITORS = 20
_MOST_MEMORY = 3_000_000  # kB, of the app and its processes together


@dataclass(frozen=True)
class Answer:
    """What one visitor got."""

    title: str
    births: int
    scenario: str
    document: RunDocument
    page: str
    others: list[str]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("many"), "--workers", "2") as app:
        yield app


@pytest.fixture(scope="module")
def memory(app: Served) -> Iterator[list[int]]:
    """Resident memory of the app and all it started, in kB, looked at twice a second."""
    seen: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            seen.append(sum(map(_resident, _family(app.process))))

    watcher = threading.Thread(target=look)
    watcher.start()
    yield seen
    over.set()
    watcher.join()


@pytest.fixture(scope="module")
def answers(app: Served, memory: list[int]) -> list[Answer]:
    """All visitors at the same time."""
    began = time.monotonic()
    gate = threading.Barrier(_VISITORS)

    def visit(number: int) -> Answer:
        with httpx.Client(base_url=app.address, follow_redirects=True, timeout=PATIENCE) as client:
            gate.wait()
            return _visit(client, number)

    with ThreadPoolExecutor(_VISITORS) as visitors:
        found = list(visitors.map(visit, range(_VISITORS)))
    print(f"{_VISITORS} visitors: {time.monotonic() - began:.0f} s, at most {max(memory, default=0) / 1e6:.2f} GB")
    return found


def test_every_visitor_gets_the_answer_to_their_own_question(answers: list[Answer]) -> None:
    for answer in answers:
        assert answer.document.title == answer.title
        assert answer.document.cohort == answer.births
        assert answer.title in answer.page


def test_nobody_sees_or_changes_what_is_somebody_elses(app: Served, answers: list[Answer]) -> None:
    titles = {answer.title for answer in answers}
    for answer in answers:
        assert [title for title in titles - {answer.title} if any(title in page for page in answer.others)] == []
    stranger = httpx.Client(base_url=app.address, timeout=PATIENCE)
    for answer in answers:
        assert stranger.post(f"{answer.scenario}/place", data={"title": "x"}).status_code == 403


def test_the_app_is_well_after_them_and_its_memory_bounded(
    app: Served, answers: list[Answer], memory: list[int]
) -> None:
    assert len(answers) == _VISITORS
    assert httpx.get(f"{app.address}/health").status_code == 200
    assert 100_000 < max(memory) < _MOST_MEMORY


def _visit(client: httpx.Client, number: int) -> Answer:
    """Begin, name it one's own, ask, wait, read."""
    title, births = f"Besökare nummer {number:03}", 300 + number
    scenario = client.post("/scenario", data={"case": "varmdo"}).url.path
    changed = client.post(f"{scenario}/place", data={"title": title, "population.births": str(births)})
    assert changed.status_code == 200
    study = _order(client, scenario)
    with client.stream("GET", f"{study}/progress") as told:
        last = [line for line in told.iter_lines() if line.startswith("data:")][-1]
    assert '"phase":"done"' in last.replace(" ", "")
    document = RunDocument.model_validate_json(client.get(f"{study}/kalkyl.json").content)
    return Answer(
        title, births, scenario, document, client.get(study).text, [client.get(a).text for a in ("/", scenario)]
    )


def _order(client: httpx.Client, scenario: str) -> str:
    """The address of an ordered study; where too many are under way, the visitor waits."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = client.post(f"{scenario}/run", data={"replicates": "20"})
        if answer.status_code != 429:
            assert answer.status_code == 200
            return answer.url.path
        time.sleep(1)
    raise AssertionError("the app never had time")


def _family(process: int) -> list[int]:
    """A process and all that come from it."""
    found = [process]
    for number in found:
        for listed in Path(f"/proc/{number}/task").glob("*/children"):
            found.extend(map(int, _read(listed).split()))
    return found


def _resident(process: int) -> int:
    lines = _read(Path(f"/proc/{process}/status")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:  # it has just ended
        return ""
