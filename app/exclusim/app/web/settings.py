"""How the web app is set up; everything has a default that is safe on a machine of one's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from exclusim.model.errors import ExclusimError

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """One running web app.

    Args:
        data: folder of everything that visitors keep: scenarios, studies, and the key that signs their cookies.
        workers: processes that simulate; 0 for one per core.
        waiting: studies of one visitor that may run or wait at the same time.
        kept: studies kept per visitor; starting one more removes the oldest.
        largest_upload: bytes of a request's body.
        user_header: name of the header in which a reverse proxy says who is logged in; empty: nobody logs in. Only
            where nothing but the proxy reaches the app.
        password_file: file with the argon2 hash of the one password that lets people in; None: everybody may come in.
        hosts: names under which the app may be asked for, so that no foreign name can be pointed at it.
        secure: whether cookies may travel over HTTPS only.

    Raises:
        ExclusimError: a number is out of range, or both kinds of login are asked for.
    """

    data: Path
    workers: int = 0
    waiting: int = 3
    kept: int = 40
    largest_upload: int = 6_000_000
    user_header: str = ""
    password_file: Path | None = None
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    secure: bool = False

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("workers", self.workers, 0, 256),
            ("waiting", self.waiting, 1, 100),
            ("kept", self.kept, 1, 10_000),
            ("largest_upload", self.largest_upload, 10_000, 100_000_000),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
        if self.user_header and self.password_file is not None:
            raise ExclusimError("a login header and a password exclude each other", hint="leave one of them out")

    @property
    def processes(self) -> int:
        """Worker processes."""
        return self.workers or os.cpu_count() or 1
