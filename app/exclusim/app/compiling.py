"""The pause of the first run, told before it comes."""

from __future__ import annotations

from pathlib import Path

from exclusim.app.guard import say

__all__ = ["announce_compilation"]


def announce_compilation(*, agencies: bool = False) -> None:
    """Say that machine code is going to be built, unless it is on disk and not older than its sources.

    Args:
        agencies: whether the run needs the compiled casework beside the kernel.
    """
    from exclusim.model import kernel

    month = [Path(str(module.__file__)) for module in (kernel, *kernel.SOURCES)]
    parts = [(kernel.advance, "kernel._entry.locals.advance", month)]
    if agencies:
        from exclusim.model.institutions import casework

        sources = [*Path(str(casework.__file__)).parent.glob("*.py"), *month]
        parts.append((casework.run_months, "casework._entries.locals.run_months", sources))
    if not all(_is_built(function, name, sources) for function, name, sources in parts):
        say("building compiled code; this happens only on the first run after an installation")


def _is_built(function: object, name: str, sources: list[Path]) -> bool:
    stats = getattr(function, "stats", None)
    if stats is None:
        return True  # compilation is switched off
    built = Path(stats.cache_path).glob(f"{name}-*.nbi") if stats.cache_path else ()
    written = max(source.stat().st_mtime for source in sources)
    return any(file.stat().st_mtime >= written for file in built)
