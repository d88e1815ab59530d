"""Where the shipped cases are. Nothing is loaded to know their names."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["shipped", "shipped_names"]


def shipped() -> Traversable:
    """The folder of shipped cases."""
    return files("exclusim.scenarios") / "cases"


def shipped_names() -> tuple[str, ...]:
    """Names of the shipped cases, sorted."""
    return tuple(sorted(item.name[:-5] for item in shipped().iterdir() if item.name.endswith(".yaml")))
