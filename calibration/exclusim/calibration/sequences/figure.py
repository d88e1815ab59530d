"""One figure: who is in which state by month, observed beside simulated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.phrase import Phrase
from exclusim.calibration.sequences.document import FitDocument

__all__ = ["write_figures"]

_COLOURS = (
    "#17456e", "#e3aa3c", "#2f8f86", "#93385a", "#8cbfe0", "#d07a4e", "#6f7f4f", "#9aa3ad", "#4a2c2a", "#c9b8a0",
)  # fmt: skip
_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "+++")  # beyond ten states colours come again, hatched


def write_figures(document: FitDocument, folder: Path, say: Callable[[Phrase], str] = str) -> list[Path]:
    """Write ``states.svg`` and ``states.png``: shares stacked by month, and their difference below.

    Args:
        document: to be drawn.
        folder: for the files.
        say: gives a text in the language wanted; Swedish by default.

    Raises:
        OSError: a file cannot be written.
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    points = document.state_share.by_month
    months = sorted({point.month for point in points})
    label = {point.month: point.label for point in points}
    observed, simulated, error = (_matrix(document, name) for name in ("observed", "simulated", "standard_error"))
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "exclusim", "font.size": 9}):
        figure = Figure(figsize=(10, 7), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplot_mosaic([["left", "right"], ["below", "below"]], height_ratios=[3, 2])
        for key, shares, title in (("left", observed, Phrase("Observerat")), ("right", simulated, Phrase("Simulerat"))):
            drawn = axes[key].stackplot(months, shares.T, labels=document.states, linewidth=0)
            for position, area in enumerate(drawn):
                area.set_facecolor(_COLOURS[position % len(_COLOURS)])
                area.set_edgecolor("white")
                area.set_hatch(_HATCHES[position // len(_COLOURS) % len(_HATCHES)])
            axes[key].set(title=say(title), xlim=(months[0], months[-1]), ylim=(0, 1))
            axes[key].set_ylabel(say(Phrase("andel")))
        for position, state in enumerate(document.states):
            colour = _COLOURS[position % len(_COLOURS)]
            axes["below"].plot(months, 100 * (simulated - observed)[:, position], color=colour, label=state)
        widest = 200 * error.max(axis=1)
        axes["below"].fill_between(months, -widest, widest, color="#9aa3ad", alpha=0.25, linewidth=0)
        axes["below"].axhline(0, color="#1c2733", linewidth=0.8)
        axes["below"].set(
            title=say(Phrase("Simulerat minus observerat; grått: ± 2 medelfel för månadens osäkraste andel")),
            ylabel=say(Phrase("procentenheter")),
            xlim=(months[0], months[-1]),
        )
        ticks = months[:: max(1, len(months) // 6)]
        for axis in axes.values():
            axis.set_xticks(ticks, [label[month] for month in ticks])
        figure.legend(*axes["left"].get_legend_handles_labels(), loc="outside lower center", ncols=6, frameon=False)
        files = [folder / "states.svg", folder / "states.png"]
        figure.savefig(files[0], metadata={"Date": None})
        figure.savefig(files[1], dpi=150)
    return files


def _matrix(document: FitDocument, name: str) -> NDArray[np.float64]:
    """One property of the points, shape (months, states)."""
    values = [getattr(point, name) for point in document.state_share.by_month]
    return np.array(values).reshape(-1, len(document.states))
