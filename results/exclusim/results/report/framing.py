"""Pages inside another site: the same sections in somebody else's frame instead of a shell of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

__all__ = ["STANDALONE", "Frame", "frame_now", "framed"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Args:
    package: whose ``templates/frame`` folder has the ``shell.html`` that pages extend; empty: the report's own.
    content: what that shell needs beside a page's own content.
    """

    package: str = ""
    content: Mapping[str, object] = field(default_factory=dict)


STANDALONE = Frame()
_frame: ContextVar[Frame] = ContextVar("frame", default=STANDALONE)


def frame_now() -> Frame:
    """The frame that pages are drawn in."""
    return _frame.get()


@contextmanager
def framed(package: str, **content: object) -> Iterator[None]:
    """Pages drawn within the block extend the ``frame/shell.html`` of ``package``."""
    token = _frame.set(Frame(package, content))
    try:
        yield
    finally:
        _frame.reset(token)
