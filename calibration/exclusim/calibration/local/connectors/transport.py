"""Fetch JSON over HTTP: timeouts, retries with backoff, and a cache on disk that also serves without a network."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from platformdirs import user_cache_path

from exclusim.model.errors import ExclusimError

__all__ = ["Fetcher", "default_fetcher"]

_log = logging.getLogger(__name__)
_ATTEMPTS = 4
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 20.0  # seconds
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_FRESH = 30 * 24 * 3600.0  # seconds that an answer is used without asking again; the figures are yearly
_RETRY = {408, 425, 429, 500, 502, 503, 504}
_LARGEST = 50_000_000  # bytes


@dataclass
class Fetcher:
    """Answers to GET and POST questions as parsed JSON.

    Args:
        client: HTTP client; tests give one with a mock transport.
        cache: folder of kept answers; None keeps nothing.
        sleep, now: clock, replaceable in tests.
    """

    client: httpx.Client
    cache: Path | None = None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = field(default=time.time)

    def get(self, url: str) -> Any:
        """The JSON document at ``url``.

        Raises:
            ExclusimError: no network, an unknown address, or an answer that is no JSON.
        """
        return self._answer("GET", url, None)

    def post(self, url: str, question: Mapping[str, Any]) -> Any:
        """The JSON answer to a JSON question. Raises as :meth:`get`."""
        return self._answer("POST", url, question)

    def _answer(self, method: str, url: str, question: Mapping[str, Any] | None) -> Any:
        file = self._file(method, url, question)
        kept, age = self._kept(file)
        if kept is not None and age < _FRESH:
            return kept
        try:
            answer = self._ask(method, url, question)
        except _Unreachable as reason:
            if kept is None:
                raise ExclusimError(str(reason)) from None
            _log.warning("%s; using an answer kept %d days ago", reason, age // 86400)
            return kept
        self._keep(file, answer)
        return answer

    def _ask(self, method: str, url: str, question: Mapping[str, Any] | None) -> Any:
        host = urlsplit(url).hostname or url
        wait = _FIRST_WAIT
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                response = self.client.request(method, url, json=question)
            except httpx.TransportError as error:
                if attempt == _ATTEMPTS:
                    raise _Unreachable(f"no network: could not reach {host} ({_reason(error)})") from None
            else:
                if response.status_code not in _RETRY:
                    return _parsed(response, host)
                if attempt == _ATTEMPTS:
                    raise _Unreachable(f"{host} does not answer (HTTP {response.status_code}); try again later")
                wait = max(wait, _asked_to_wait(response))
            self.sleep(min(wait, _LONGEST_WAIT))
            wait *= 2
        raise AssertionError("the last attempt returns or raises")

    def _file(self, method: str, url: str, question: Mapping[str, Any] | None) -> Path | None:
        if self.cache is None:
            return None
        key = json.dumps([method, url, question], sort_keys=True)
        return self.cache / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"

    def _kept(self, file: Path | None) -> tuple[Any, float]:
        """A kept answer and its age in seconds; a damaged file counts as none."""
        if file is not None:
            with suppress(OSError, ValueError):
                return json.loads(file.read_bytes()), self.now() - file.stat().st_mtime
        return None, 0.0

    def _keep(self, file: Path | None, answer: Any) -> None:
        if file is None:
            return
        try:  # a cache that cannot be written must not stop the work
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".part")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as stream:
                    json.dump(answer, stream, ensure_ascii=False)
                os.replace(temporary, file)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            _log.warning("could not keep the answer in %s: %s", file.parent, error.strerror or error)


class _Unreachable(Exception):
    """The interface cannot be reached now; a kept answer will do."""


def _reason(error: httpx.TransportError) -> str:
    return "timeout" if isinstance(error, httpx.TimeoutException) else str(error) or type(error).__name__


def _asked_to_wait(response: httpx.Response) -> float:
    try:
        return float(response.headers.get("Retry-After", 0))
    except ValueError:
        return 0.0  # a date; our own waiting will do


def _parsed(response: httpx.Response, host: str) -> Any:
    if response.status_code == 404:
        raise ExclusimError(f"{host} has nothing at {response.url.path}", hint="check the municipality and the years")
    if not response.is_success:
        raise ExclusimError(f"{host} refuses the question (HTTP {response.status_code})")
    if len(response.content) > _LARGEST:
        raise ExclusimError(f"{host} answered with more than {_LARGEST // 1_000_000} MB")
    try:
        return json.loads(response.content.decode("utf-8-sig"))  # PxWeb begins with a byte order mark
    except ValueError:
        raise ExclusimError(f"{host} answered with something else than JSON") from None


def default_fetcher() -> Fetcher:
    """A fetcher with the user's own cache folder."""
    client = httpx.Client(timeout=_TIMEOUT, follow_redirects=True, headers={"User-Agent": "exclusim"})
    return Fetcher(client, user_cache_path("exclusim", appauthor=False) / "fetched")
