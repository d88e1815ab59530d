"""What visitors keep: folders with unguessable names under the data folder, one per scenario or study.

Who knows an address may look; only its owner may change or remove. Nothing of an address is ever used as a path unless
it has the shape of a name that this module gave.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from exclusim.results.files import atomic_path, ensure_folder

__all__ = ["NotKept", "Shelf", "Tag", "write_bytes"]

_NAME = re.compile(r"[A-Za-z0-9_-]{22}")


class NotKept(LookupError):
    """There is nothing of this name, or nothing any more."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What is written on a kept thing.

    Args:
        name: unguessable, part of its address.
        owner: of :class:`~exclusim.app.web.visitors.Visitor`.
        title: shown in lists.
        made: seconds since 1970.
        about: whatever the kind of thing needs beside, as JSON.
    """

    name: str
    owner: str
    title: str
    made: float
    about: dict[str, Any]

    @classmethod
    def new(cls, owner: str, title: str, **about: Any) -> Self:
        """A tag with a new name."""
        return cls(secrets.token_urlsafe(16), owner, title, time.time(), about)


class Shelf:
    """The kept things of one kind, each a folder with a ``tag.json``."""

    def __init__(self, folder: Path) -> None:
        self._folder = ensure_folder(folder)

    def place(self, name: str) -> Path:
        """Folder of a kept thing.

        Raises:
            NotKept: there is none of this name.
        """
        if not _NAME.fullmatch(name) or not (folder := self._folder / name).is_dir():
            raise NotKept(name)
        return folder

    def add(self, tag: Tag) -> Path:
        """Make a folder for a new thing and give it back."""
        folder = self._folder / tag.name
        folder.mkdir()
        write_bytes(folder / "tag.json", json.dumps(asdict(tag), ensure_ascii=False).encode())
        return folder

    def tag(self, name: str) -> Tag:
        """Raises:
        NotKept: there is none of this name.
        """
        try:
            return Tag(**json.loads((self.place(name) / "tag.json").read_bytes()))
        except (OSError, ValueError, TypeError):
            raise NotKept(name) from None

    def retitle(self, name: str, title: str, **about: Any) -> None:
        """Change a thing's title and what else its tag says."""
        tag = self.tag(name)
        changed = replace(tag, title=title, about=tag.about | about)
        write_bytes(self.place(name) / "tag.json", json.dumps(asdict(changed), ensure_ascii=False).encode())

    def remove(self, name: str) -> None:
        """Remove a thing with all that is in its folder."""
        shutil.rmtree(self.place(name), ignore_errors=True)

    def every(self) -> Iterator[Tag]:
        """All tags, in no order; a folder that is being removed is passed by."""
        for folder in self._folder.iterdir():
            try:
                yield self.tag(folder.name)
            except NotKept:
                continue

    def of(self, owner: str) -> list[Tag]:
        """An owner's things, the latest first."""
        return sorted((tag for tag in self.every() if tag.owner == owner), key=lambda tag: -tag.made)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)
