"""Markdown from rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["code", "table"]


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; cells are written on one line each, and a bar inside a cell does not end it.

    >>> print(table(("a", "b"), [(1, "x|y")]))
    | a | b |
    |---|---|
    | 1 | x\\|y |
    """
    lines = [heads, ["---"] * len(heads), *rows]
    joint = ["|" if line is lines[1] else " | " for line in lines]
    edges = [("|", "|") if line is lines[1] else ("| ", " |") for line in lines]
    return "\n".join(
        left + between.join(_cell(cell) for cell in line) + right
        for line, between, (left, right) in zip(lines, joint, edges, strict=True)
    )


def code(*names: str) -> str:
    """Names as code, separated by commas.

    >>> code("a", "b")
    '`a`, `b`'
    """
    return ", ".join(f"`{name}`" for name in names)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")
