"""The crew: worker processes, a line of studies, and one thread per process that follows its work."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from exclusim.app.web.crew.state import State, read_state, write_state
from exclusim.app.web.crew.worker import work

__all__ = ["Crew"]

_LONGEST = 1_800.0  # seconds; a study that takes longer is stopped and may be gone on with
_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy the web app's threads and sockets


class Crew:
    """Does studies in the order they came, ``processes`` at a time. A study is named by its folder."""

    def __init__(self, processes: int) -> None:
        self._line: deque[Path] = deque()
        self._states: dict[Path, State] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._hands = [_Hand(self) for _ in range(processes)]
        self._quick: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Begin to warm the processes up; the call returns at once."""
        for hand in self._hands:
            hand.thread.start()

    @property
    def ready(self) -> bool:
        """Whether some process is warm."""
        return any(hand.warm for hand in self._hands)

    def submit(self, folder: Path) -> None:
        """Put a study last in the line, or do nothing where it stands there or is being done."""
        with self._changed:
            if folder in self._states:
                return
            self._states[folder] = State("waiting")
            self._line.append(folder)
            write_state(folder, State("waiting"))
            self._changed.notify()

    def state(self, folder: Path) -> State:
        """How far a study has come."""
        with self._changed:
            state = self._states.get(folder)
            if state is not None and state.phase == "waiting":
                return replace(state, ahead=self._line.index(folder) if folder in self._line else 0)
        return state or read_state(folder)

    def stop(self, folder: Path) -> None:
        """Stop a study, whether it waits or runs; finished draws are kept."""
        with self._changed:
            if folder in self._line:
                self._line.remove(folder)
                self.told(folder, State("stopped"))
        for hand in self._hands:
            hand.abandon(folder)

    def ask[**P, R](self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """The answer to a small question that must not wait behind studies, from a process of its own."""
        with self._changed:
            if self._quick is None:
                self._quick = ProcessPoolExecutor(1, mp_context=_SPAWN)
            return self._quick.submit(question, *args, **kwargs)

    def close(self) -> None:
        """End all processes; studies under way count as stopped."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        for hand in self._hands:
            hand.end()
        if self._quick is not None:
            for process in list((self._quick._processes or {}).values()):
                process.terminate()  # it only answers questions; nobody is left to ask
            self._quick.shutdown(wait=False, cancel_futures=True)

    def take(self) -> Path | None:
        """The next study for a free hand, waited for; None when the crew goes home."""
        with self._changed:
            self._changed.wait_for(lambda: self._line or self._closing)
            return None if self._closing else self._line.popleft()

    def told(self, folder: Path, state: State) -> None:
        """Note what is known of a study; only changes of phase are written down."""
        with self._changed:
            before = self._states.get(folder)
            self._states[folder] = state
            if before is None or before.phase != state.phase or state.over:
                write_state(folder, state)
            if state.over:
                del self._states[folder]


class _Hand:
    """One process and the thread that follows it."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._process: BaseProcess | None = None
        self._orders: Connection | None = None
        self._doing: Path | None = None
        self._lock = threading.Lock()
        self._ended = False
        self.warm = False
        self.thread = threading.Thread(target=self._serve, name="crew", daemon=True)

    def abandon(self, folder: Path) -> None:
        """End the process if it does this study; the thread starts another."""
        with self._lock:
            if self._doing == folder and self._process is not None:
                self._process.terminate()

    def end(self) -> None:
        """End the process and the thread."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.terminate()
        if self.thread.is_alive():
            self.thread.join(timeout=5)

    def _serve(self) -> None:
        while not self._ended:
            if not self._hired():
                time.sleep(0.5)  # a process that cannot even begin must not be started a thousand times a second
                continue
            stays = True
            while stays and not self._ended:
                folder = self._crew.take()
                if folder is None:
                    return
                stays = self._do(folder)

    def _hired(self) -> bool:
        """Start a process and wait until it is warm."""
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=work, args=(theirs,), name="exclusim-worker", daemon=True)
        with self._lock:
            if self._ended:
                return False
            process.start()
            self._process, self._orders = process, ours
        theirs.close()
        try:
            self.warm = ours.recv() == ("ready",)
        except (EOFError, OSError):
            self.warm = False
        return self.warm

    def _do(self, folder: Path) -> bool:
        """Have a study done; whether the process is fit for another."""
        assert self._orders is not None
        began = time.monotonic()
        with self._lock:
            self._doing = folder
        state = State("running")
        self._crew.told(folder, state)
        told: tuple[Any, ...] = ()
        try:
            self._orders.send(str(folder))
            while not state.over:
                if not self._orders.poll(max(0.0, began + _LONGEST - time.monotonic())):
                    self.abandon(folder)
                told = self._orders.recv()
                state = _after(state, told, time.monotonic() - began)
                self._crew.told(folder, state)
            return bool(told[1])
        except (EOFError, OSError):  # stopped by the visitor or the app, or the process died
            self._crew.told(folder, State("stopped", state.stage, state.share))
            return False
        finally:
            with self._lock:
                self._doing = None


def _after(state: State, told: tuple[Any, ...], seconds: float) -> State:
    match told:
        case ("stage", str(stage), float(share)):
            return replace(state, stage=stage, share=max(share, state.share), seconds=seconds)
        case ("done", _):
            return State("done", share=1.0, seconds=seconds)
        case ("failed", _, str(message)):
            return State("failed", state.stage, state.share, message, seconds=seconds)
    return state
