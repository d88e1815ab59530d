"""``exclusim fit``: a competing-risk model of monthly sequences, tried on persons it has not seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exclusim.app.options import AsJson, Seed

if TYPE_CHECKING:
    from exclusim.calibration.sequences import FitDocument

__all__ = ["register"]

_SHOWN_RATES = 12


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(fit)


def fit(
    sequences: Annotated[
        Path, typer.Argument(metavar="SEQUENCES.csv", help="A table with a header: a row a person, or a row a month.")
    ],
    identity: Annotated[str, typer.Option("--id", metavar="COLUMN", help="Column with a person's id.")],
    states: Annotated[
        str,
        typer.Option(
            metavar="FIRST:LAST|a,b,c|MONTH,STATE",
            help="A row a person: the columns of months, as a range or a list. A row a month: the column of months "
            "and that of states.",
        ),
    ],
    covariates: Annotated[
        list[str] | None,
        typer.Option(
            metavar="a,b,c", help="Columns fixed for a person: numbers, yes/no or categories. Ranges FIRST:LAST work."
        ),
    ] = None,
    weight: Annotated[str | None, typer.Option(metavar="COLUMN", help="Column of survey weights.")] = None,
    start: Annotated[
        Literal["observed", "modelled"],
        typer.Option(help="First states of the simulated people: as observed in those they stand for, or modelled."),
    ] = "observed",
    seed: Seed = 1,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write fit.json, states.svg and states.png here.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fit a model to monthly sequences and try it on a held-out half.

    Durations, season, time, covariates and history enter where they predict persons left out of the fit. Empty cells,
    NA and * are missing. For example: exclusim fit survey.csv --id id --states Jul.93:Jun.99 --covariates sex,grades
    """
    from rich.console import Console

    from exclusim.app.files import check_folder, staged
    from exclusim.app.guard import say
    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.calibration.sequences import Columns, fit_document, read_sequences

    if out is not None:
        check_folder(out)
    named = tuple(name.strip() for text in covariates or () for name in text.split(",") if name.strip())
    columns = Columns(identity.strip(), states, named, weight)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        report("reading the sequences", 0.0)
        reading = read_sequences(sequences, columns)
        document = interruptible(
            lambda: fit_document(reading, file=str(sequences), seed=seed, weight=weight, start=start, report=report)
        )
    if out is not None:
        from exclusim.calibration.sequences.figure import write_figures
        from exclusim.results.language import told

        with staged(out) as folder:
            (folder / "fit.json").write_text(document.model_dump_json(indent=2) + "\n", encoding="utf-8")
            write_figures(document, folder, told)
    if as_json:
        for warning in document.warnings:
            say(warning, kind="warning")
        print(document.model_dump_json(indent=2))
    else:
        _print(document)
    if out is not None:
        places = f"result    {out / 'fit.json'}\nfigure    {out / 'states.svg'}"
        if as_json:
            say(places)
        else:
            print(f"\n{places}")


def _component(name: str) -> str:
    """A part of the model, in the language spoken."""
    from exclusim.results.language import _

    return {
        "covariates": _("bakgrund"),
        "covariates_by_year": _("bakgrund, olika år"),
        "duration": _("tid i tillståndet"),
        "duration_months": _("enskilda månader i tillståndet"),
        "season": _("årstid"),
        "trend": _("tid sedan start"),
        "months": _("enskilda månader sedan start"),
        "order": _("spellens ordning"),
        "previous": _("föregående tillstånd"),
    }[name]


def _print(document: FitDocument) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from exclusim.results.labels import number, percent
    from exclusim.results.language import _

    console = Console(markup=False, highlight=False)
    held, share = document.heldout, document.state_share
    console.print(Text(_("Sekvenser i {file}").format(file=document.file), style="bold"))
    console.print(
        _(
            "{persons} personer, {months} månader ({first} – {last}), {states} tillstånd. Anpassat på {training} "
            "personer, prövat på {tried} andra."
        ).format(
            persons=number(document.persons),
            months=document.months,
            first=document.first_month_label,
            last=document.last_month_label,
            states=len(document.states),
            training=document.training_persons,
            tried=held.persons,
        )
    )
    chosen = ", ".join(_component(name) for name in document.model.components) or _("konstanta övergångar")
    tried = _("Vald modell: {chosen} ({n} modeller prövade på utelämnade personer).")
    console.print(tried.format(chosen=chosen, n=len(document.alternatives)) + "\n")
    gain = held.loglik - held.loglik_markov
    better = _("Log-likelihood för de prövade: {ours}; enkel Markovkedja {markov} (bättre med {gain}).")
    worse = _("Log-likelihood för de prövade: {ours}; enkel Markovkedja {markov} (sämre med {gain}).")
    console.print(
        (better if gain > 0 else worse).format(
            ours=number(held.loglik, 1), markov=number(held.loglik_markov, 1), gain=number(abs(gain), 1)
        )
    )
    by_chance = share.max_abs_error_by_chance
    errors = _(
        "Andelar per månad: största avvikelse {largest}, typisk {typical} (av slump i en så stor grupp: {chance}, "
        "i var tjugonde {seldom} eller mer)."
    )
    console.print(
        errors.format(
            largest=percent(share.max_abs_error, 1),
            typical=percent(share.rms_error, 1),
            chance=percent(by_chance.median, 1),
            seldom=percent(by_chance.p95, 1),
        )
        + "\n"
    )

    def table(title: str, first: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        if not rows:
            return
        shown = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
        for position, name in enumerate((*first, _("observerat"), _("medelfel"), _("simulerat"))):
            shown.add_column(name, justify="left" if position < len(first) - 1 else "right")
        for row in rows:
            shown.add_row(*(Text(cell) for cell in row))
        console.print(shown)
        console.print()

    table(
        _("Kvar i tillståndet (Kaplan–Meier)"),
        (_("tillstånd"), _("efter månader")),
        [
            (p.state, str(p.month), percent(p.observed, 1), percent(p.standard_error, 1), percent(p.simulated, 1))
            for p in document.spell_survival
            if p.month in (3, 12, 24)
        ],
    )
    table(
        _("Tillbaka inom 12 månader"),
        (_("tillstånd"), _("lämnade det")),
        [
            (p.state, str(p.exits), percent(p.observed, 1), percent(p.standard_error, 1), percent(p.simulated, 1))
            for p in document.re_entry
        ],
    )
    rates = sorted(document.transition_rates, key=lambda rate: -rate.events)[:_SHOWN_RATES]
    table(
        _("Övergångar per månad, de vanligaste"),
        (_("från → till"), _("antal")),
        [
            (
                f"{rate.source} → {rate.target}",
                str(rate.events),
                percent(rate.observed, 2),
                percent(rate.standard_error, 2),
                percent(rate.simulated, 2),
            )
            for rate in rates
        ],
    )
    for warning in document.warnings:
        console.print(Text(f"• {warning}", style="yellow"))
