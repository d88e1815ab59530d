"""A web app on a temporary folder, and visitors of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from exclusim.app.web import Settings, create_app
from exclusim.app.web.application import Site

HERE = "http://localhost"
_EXCLUSIM = (sys.executable, "-c", "from exclusim.app.cli import main; main()")
PATIENCE = 180.0  # seconds for anything that may have to compile first


@dataclass(frozen=True)
class Served:
    """A web app in a process of its own, as ``exclusim serve`` starts it."""

    address: str
    process: int
    folder: Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "web", workers=1)


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """The app without its processes: pages answer, studies wait."""
    return create_app(settings)


@pytest.fixture
def site(app: FastAPI) -> Site:
    return cast(Site, app.state.site)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=HERE, headers={"accept-language": "sv"}, follow_redirects=True)


@pytest.fixture
def other(app: FastAPI) -> TestClient:
    """Somebody else, with cookies of their own."""
    return TestClient(app, base_url=HERE, headers={"accept-language": "sv"}, follow_redirects=True)


@pytest.fixture
def scenario(visitor: TestClient) -> str:
    """Address of a scenario that the visitor has begun."""
    return begin(visitor, "genomsnittskommun")


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A visitor of an app whose process simulates."""
    app = create_app(Settings(tmp_path_factory.mktemp("web"), workers=1))
    with TestClient(app, base_url=HERE, headers={"accept-language": "sv"}) as client:
        yield client


def begin(client: TestClient, case: str) -> str:
    """Begin a scenario with a shipped case; its address."""
    return client.post("/scenario", data={"case": case}, follow_redirects=True).url.path


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """``exclusim serve`` on a free port with its data in ``folder``, warm; told to end as an operator would."""
    log = folder / "stderr"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [*_EXCLUSIM, "serve", "--port", "0", "--data", str(folder / "web"), *options],
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            cwd=folder,
            start_new_session=True,
        )
    try:
        yield Served(_address(log, process), process.pid, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    assert "Traceback" not in log.read_text(encoding="utf-8")


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """The address that the app tells, once its processes are warm."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if told := re.search(r"http://\S+", log.read_text(encoding="utf-8")):
            try:
                with urllib.request.urlopen(f"{told[0]}/health", timeout=10) as answer:
                    if answer.status == 200:
                        return told[0]
            except OSError:
                pass  # 503 while it warms up
        time.sleep(0.2)
    raise AssertionError(f"the app did not start: {log.read_text(encoding='utf-8')[-2000:]}")
