"""``exclusim calibrate``: fit the model to the published statistics again."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from exclusim.app.files import DEFAULT_FOLDER, check_folder
from exclusim.app.guard import say
from exclusim.app.options import AsJson, Threads

if TYPE_CHECKING:
    from exclusim.calibration.fitting.posterior import Posterior

__all__ = ["register"]

_SHOWN = 15


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(calibrate)


def calibrate(
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer and smaller simulations: minutes, not an hour.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, metavar="S", help="The same seed gives the same posterior.")] = 1,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for the posterior and, until it is finished, its checkpoint.")
    ] = DEFAULT_FOLDER / "calibration",
    threads: Threads = 0,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an interrupted calibration of the same options.")
    ] = False,
    variant: Annotated[
        Literal["mixed", "duration", "heterogeneity"],
        typer.Option(
            help="Why people who have been outside for long leave less often: time wears them down (duration), they "
            "were different from the start (heterogeneity), or both."
        ),
    ] = "mixed",
    as_json: AsJson = False,
) -> None:
    """Fit the model to the published statistics.

    The result is a joint posterior of all uncertain parameters with its diagnostics. One is shipped; this redoes it.
    An interrupted calibration goes on with --resume.
    """
    check_folder(out)

    from rich.console import Console

    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.calibration.fitting.calibrate import Options
    from exclusim.calibration.fitting.effort import FULL, QUICK
    from exclusim.calibration.fitting.ensemble import Checkpoint
    from exclusim.calibration.fitting.national import calibrate as fitted
    from exclusim.calibration.fitting.posterior import write
    from exclusim.results.files import file_error

    options = Options(QUICK if quick else FULL, seed, threads or os.cpu_count() or 1, variant, resume)
    checkpoint = out / f"checkpoint-{variant}"
    begun = time.monotonic()
    try:
        with progress(Console(stderr=True, markup=False, highlight=False)) as report:
            posterior = interruptible(lambda: fitted(options, report, checkpoint))
            files = write(posterior, out)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"what is simulated is kept in {checkpoint}; go on with --resume") from None
    except OSError as error:
        raise file_error(out, error) from error
    Checkpoint(checkpoint).clear()
    where = "\n".join(f"{name:<11}{file}" for name, file in zip(("draws", "document"), files, strict=True))
    if as_json:
        print(json.dumps(_summary(posterior), ensure_ascii=False, indent=2))
        say(where)
    else:
        _print(posterior, (time.monotonic() - begun) / 60)
        print(f"\n{where}")


def _summary(posterior: Posterior) -> dict[str, Any]:
    from exclusim.calibration.fitting.identification import at_prior, contraction, informed, sentence, trade_offs

    document = posterior.document
    return {
        **document.model_dump(mode="json", exclude={"parameters", "trade_offs"}),
        "contraction": contraction(posterior).to_dict(orient="records"),
        "trade_offs": trade_offs(posterior).to_dict(orient="records"),
        "informed": list(informed(posterior)),
        "at_prior": list(at_prior(posterior)),
        "sentence": str(sentence(posterior)),
    }


def _print(posterior: Posterior, minutes: float) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from exclusim.calibration.fitting.identification import at_prior, contraction, informed, sentence, trade_offs
    from exclusim.results.language import told

    document = posterior.document
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = 110
    inside = sum(row.inside for row in document.rows) / len(document.rows)
    console.print(
        f"{document.draws} draws of {len(document.parameters)} parameters, fitted to {len(document.rows)} rows in "
        f"{len(document.groups)} groups; {document.simulations} simulations of {document.persons} people, "
        f"{minutes:.1f} minutes\n{inside:.0%} of the rows lie within the simulated 90 % interval widened by their own "
        f"error\nthe statistics inform {document.sampler.directions} directions; {len(informed(posterior))} parameters "
        f"lost at least a fifth of their prior variance, {len(at_prior(posterior))} hardly any\n"
    )
    groups = Table(title="groups, the worst fitted first", title_justify="left", box=None, pad_edge=False)
    for name in ("group", "rows", "misfit before", "after", "doubt", "inside"):
        groups.add_column(name, justify="left" if name == "group" else "right")
    for item in document.groups[:_SHOWN]:
        numbers = f"{item.misfit_prior:.2f}", f"{item.misfit_posterior:.2f}", f"{item.doubt:.2f}"
        groups.add_row(Text(item.group), str(item.rows), *numbers, f"{item.inside_share:.0%}")
    console.print(groups)
    learnt = Table(title="\nparameters that the statistics say most about", title_justify="left", box=None)
    for name in ("parameter", "contraction", "before", "now", "90 %"):
        learnt.add_column(name, justify="left" if name == "parameter" else "right")
    for row in contraction(posterior).head(_SHOWN).to_dict(orient="records"):
        interval = f"{row['p5']:.4g} – {row['p95']:.4g}"
        learnt.add_row(
            Text(row["name"]), f"{row['contraction']:.0%}", f"{row['centre']:.4g}", f"{row['p50']:.4g}", interval
        )
    console.print(learnt)
    pairs = trade_offs(posterior).head(5).to_dict(orient="records")
    if pairs:
        console.print("\npairs that trade off")
        for pair in pairs:
            console.print(f"  {pair['correlation']:+.2f}  {pair['first']}  {pair['second']}")
    console.print(f"\n{told(sentence(posterior))}")
