"""Connectors against recorded answers: paging, retries, the cache and life without a network."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from exclusim.calibration.local.connectors import Fetcher, births, kolada_figures, kolada_name
from exclusim.calibration.local.connectors.addresses import SCB_BIRTHS
from exclusim.model.errors import ExclusimError

RECORDINGS = Path(__file__).parent / "local_recordings"
URL = "https://api.kolada.se/v3/kpi"

type Answer = Callable[[httpx.Request], httpx.Response]


class Network:
    """A made-up network: what was asked, how long was waited, and who answers."""

    def __init__(self, answer: Answer, cache: Path | None = None) -> None:
        self.asked: list[httpx.Request] = []
        self.waited: list[float] = []
        self.answer = answer
        self.client = httpx.Client(transport=httpx.MockTransport(self._handle))
        self.fetcher = Fetcher(self.client, cache, sleep=self.waited.append)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answer(request)


@pytest.fixture
def network() -> Iterator[Callable[..., Network]]:
    opened: list[Network] = []

    def open_one(answer: Answer, cache: Path | None = None) -> Network:
        opened.append(Network(answer, cache))
        return opened[-1]

    yield open_one
    for one in opened:
        one.client.close()


def _recorded(name: str) -> httpx.Response:
    return httpx.Response(200, content=(RECORDINGS / name).read_bytes())


def _unplugged(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("Name or service not known", request=request)


def test_kolada_is_asked_for_place_and_nation_and_read_page_by_page(network: Callable[..., Network]) -> None:
    net = network(lambda r: _recorded("kolada_1480_page_2.json" if "page=2" in str(r.url) else "kolada_1480.json"))
    found = {(i.kpi, i.municipality): i.share for i in kolada_figures(net.fetcher, "1480", [2019])}
    assert "/v3/data/kpi/N15424,N17464,N02797/municipality/1480,0000/year/2019" in str(net.asked[0].url)
    assert len(net.asked) == 2
    assert found["N15424", "0000"] == pytest.approx(0.843)
    assert found["N02797", "1480"] == pytest.approx(0.065)


def test_more_than_25_years_are_asked_for_in_turns(network: Callable[..., Network]) -> None:
    net = network(lambda r: httpx.Response(200, json={"values": [], "count": 0, "next_url": None}))
    kolada_figures(net.fetcher, "1480", range(1990, 2020))
    assert [len(str(r.url).rpartition("/")[2].split(",")) for r in net.asked] == [25, 5]


def test_a_next_page_on_another_host_is_not_followed(network: Callable[..., Network]) -> None:
    net = network(lambda r: httpx.Response(200, json={"values": [], "next_url": "https://example.org/v3"}))
    with pytest.raises(ExclusimError, match="another host"):
        kolada_figures(net.fetcher, "1480", [2019])


def test_a_municipality_is_looked_up_by_name_and_by_code(network: Callable[..., Network]) -> None:
    page = {
        "values": [{"id": "0180", "title": "Stockholm", "type": "K"}, {"id": "0001", "title": "Region", "type": "L"}]
    }
    net = network(lambda r: httpx.Response(200, json=page))
    assert kolada_name(net.fetcher, "stockholm") == ("0180", "Stockholm")
    assert kolada_name(net.fetcher, "0180") == ("0180", "Stockholm")
    with pytest.raises(ExclusimError, match="did you mean 'Stockholm'"):
        kolada_name(net.fetcher, "Stokholm")


def test_births_are_asked_of_statistics_sweden_as_a_table(network: Callable[..., Network]) -> None:
    content = b"\xef\xbb\xbf" + (RECORDINGS / "scb_births_1480.json").read_bytes()  # as PxWeb sends it
    net = network(lambda r: httpx.Response(200, content=content))
    assert births(net.fetcher, "1480", [2008, 2009, 2010]) == {2008: 7195, 2009: 7539}
    question = json.loads(net.asked[0].content)
    assert str(net.asked[0].url) == SCB_BIRTHS
    assert question["query"][0] == {"code": "Region", "selection": {"filter": "item", "values": ["1480"]}}
    assert question["response"] == {"format": "json"}


def test_an_answer_of_another_form_is_refused(network: Callable[..., Network]) -> None:
    net = network(lambda r: httpx.Response(200, json={"class": "dataset"}))
    with pytest.raises(ExclusimError, match="unexpected form"):
        births(net.fetcher, "1480", [2008])


def test_a_busy_server_is_asked_again_after_growing_waits(network: Callable[..., Network]) -> None:
    answers = iter(
        [httpx.Response(503), httpx.Response(429, headers={"Retry-After": "3"}), httpx.Response(200, json=1)]
    )
    net = network(lambda r: next(answers))
    assert net.fetcher.get(URL) == 1
    assert net.waited == [0.5, 3.0]


def test_without_a_network_the_message_says_so(network: Callable[..., Network]) -> None:
    net = network(_unplugged)
    with pytest.raises(ExclusimError, match=r"^no network: could not reach api\.kolada\.se \(Name or service"):
        net.fetcher.get(URL)
    assert net.waited == [0.5, 1.0, 2.0]


def test_a_timeout_counts_as_no_network(network: Callable[..., Network]) -> None:
    def slow(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("", request=request)

    with pytest.raises(ExclusimError, match=r"no network: could not reach api\.kolada\.se \(timeout\)"):
        network(slow).fetcher.get(URL)


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (httpx.Response(404), r"api\.kolada\.se has nothing at /v3/kpi"),
        (httpx.Response(400), r"refuses the question \(HTTP 400\)"),
        (httpx.Response(200, text="<html>"), "something else than JSON"),
    ],
)
def test_answers_that_no_waiting_mends_are_not_retried(
    network: Callable[..., Network], response: httpx.Response, message: str
) -> None:
    net = network(lambda r: response)
    with pytest.raises(ExclusimError, match=message):
        net.fetcher.get(URL)
    assert net.waited == []


def test_a_kept_answer_is_used_without_asking_again(network: Callable[..., Network], tmp_path: Path) -> None:
    net = network(lambda r: httpx.Response(200, json={"a": 1}), tmp_path / "cache")
    assert net.fetcher.get(URL) == net.fetcher.get(URL) == {"a": 1}
    assert len(net.asked) == 1
    assert [file.suffix for file in (tmp_path / "cache").iterdir()] == [".json"]


def test_an_old_answer_serves_when_the_network_is_gone(
    network: Callable[..., Network], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    net = network(lambda r: httpx.Response(200, json={"a": 1}), tmp_path)
    net.fetcher.get(URL)
    (file,) = tmp_path.iterdir()
    os.utime(file, (0, 0))
    net.answer = _unplugged
    with caplog.at_level(logging.WARNING):
        assert net.fetcher.get(URL) == {"a": 1}
    assert "using an answer kept" in caplog.text


def test_a_damaged_kept_answer_is_fetched_anew(network: Callable[..., Network], tmp_path: Path) -> None:
    net = network(lambda r: httpx.Response(200, json={"a": 1}), tmp_path)
    net.fetcher.get(URL)
    (file,) = tmp_path.iterdir()
    file.write_text("{", encoding="utf-8")
    assert net.fetcher.get(URL) == {"a": 1}
    assert len(net.asked) == 2


def test_different_questions_to_one_address_are_kept_apart(network: Callable[..., Network], tmp_path: Path) -> None:
    net = network(lambda r: httpx.Response(200, json=json.loads(r.content)), tmp_path)
    assert net.fetcher.post(URL, {"q": 1}) == {"q": 1}
    assert net.fetcher.post(URL, {"q": 2}) == {"q": 2}


def test_a_cache_that_cannot_be_written_does_not_stop_the_work(network: Callable[..., Network], tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert network(lambda r: httpx.Response(200, json=1), blocked / "cache").fetcher.get(URL) == 1
