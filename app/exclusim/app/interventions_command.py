"""``exclusim interventions``: the library of real interventions, and the logic model of each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exclusim.app.options import AsJson

if TYPE_CHECKING:
    from rich.table import Table

    from exclusim.scenarios.interventions import Effect, ProjectCost, Target
    from exclusim.scenarios.interventions_library import LibraryEntry

__all__ = ["register"]

_PIPE_WIDTH = 160  # a table read by a program or a pager has no width of its own
_PRESETS = ("published", "optimistic")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(interventions)


def interventions(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Show the whole logic model of one.", show_default=False)
    ] = None,
    case: Annotated[
        str | None, typer.Option(metavar="CASE_OR_FILE", help="Say which of them fit this case, and why not.")
    ] = None,
    add_to: Annotated[
        str | None,
        typer.Option(metavar="CASE_OR_FILE", help="Print this case with the intervention NAME as one more scenario."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List interventions with evidence.

    Each with its target group, the effect as published, what the model makes of it, its source and how strong the
    evidence is. For example: exclusim interventions ips --add-to genomsnittskommun > mine.yaml
    """
    from exclusim.model.errors import ExclusimError
    from exclusim.scenarios import interventions_library as library
    from exclusim.scenarios.library import load
    from exclusim.scenarios.loading import dump

    if add_to is not None:
        if name is None:
            raise ExclusimError("--add-to needs the NAME of an intervention", hint="see `exclusim interventions`")
        library.intervention(name)
        sys.stdout.write(dump(library.with_intervention(load(add_to), name)))
        return
    chosen = library.interventions() if name is None else (library.intervention(name),)
    misfits = None
    if case is not None:
        loaded = load(case)
        misfits = {entry.name: library.misfit(loaded, entry.name) for entry in chosen}
    if as_json:
        import json

        print(json.dumps([_document(entry, misfits) for entry in chosen], ensure_ascii=False, indent=2))
    elif name is not None:
        _show(chosen[0], misfits)
    else:
        _list(chosen, misfits)


def _document(entry: LibraryEntry, misfits: dict[str, str | None] | None) -> dict[str, Any]:
    found = entry.model_dump(mode="json", exclude_defaults=True)
    found["converted"] = {
        preset: [
            {"on": effect.on, "ratio": effect.ratio, "interval": effect.interval, "conversion": effect.conversion}
            for effect in getattr(entry.intervention.effects, preset)
        ]
        for preset in _PRESETS
    }
    if misfits is not None:
        found["fits"], found["misfit"] = misfits[entry.name] is None, misfits[entry.name]
    return {"name": entry.name, **found}


def _list(entries: tuple[LibraryEntry, ...], misfits: dict[str, str | None] | None) -> None:
    from exclusim.results.language import _

    table = _table("name", "target", "as published", "in the model", "source", "evidence")
    if misfits is not None:
        table.add_column("fits")
    for entry in entries:
        effects = "; ".join(_ratio(effect) for effect in entry.intervention.effects.published)
        row = [
            entry.name,
            _target(entry.intervention.target),
            _(entry.published_as),
            effects,
            ", ".join(entry.evidence),
            f"{entry.strength}, {entry.direction}",
        ]
        table.add_row(*row, *([] if misfits is None else [misfits[entry.name] or "yes"]))
    console = _console()
    console.print(table)
    console.print(f"{len(entries)} interventions; `exclusim interventions NAME` shows the logic model of one")


def _show(entry: LibraryEntry, misfits: dict[str, str | None] | None) -> None:
    from exclusim.results.language import _

    item, console = entry.intervention, _console()
    table = _table("", "", header=False)
    delivery = [f"reach {_share(item.reach)}", f"take-up {_share(item.take_up)}", f"{item.lasts} months"]
    delivery += [f"full strength after {item.ramp_up} months"] if item.ramp_up else []
    delivery += [f"attended {item.months_attended:.3g} months on average"] if item.drop_out is not None else []
    delivery += [f"{_share(item.delivered)} of the log effect delivered"] if item.delivered < 1 else []
    rows: list[tuple[str, str]] = [
        ("name", entry.name),
        ("label", _(item.label)),
        ("target", _target(item.target)),
        ("as published", _(entry.published_as)),
        ("evidence", f"{entry.strength}, {entry.direction}: {', '.join(entry.evidence)}"),
        ("delivery", ", ".join(delivery)),
        *(("cost", _cost(part)) for part in item.all_costs),
        ("displacement", _share(item.displacement)),
    ]
    for preset in _PRESETS:
        rows += [(preset, _effect(effect)) for effect in getattr(item.effects, preset)]
    for title, texts in (
        ("traps", entry.traps),
        ("indicators", item.indicators),
        ("assumptions", item.assumptions),
        ("threats", item.threats),
    ):
        rows += [(title, _(text)) for text in texts]
    rows += [("note", _(item.note))] if item.note else []
    rows += [] if misfits is None else [("fits the case", misfits[entry.name] or "yes")]
    before = ""
    for title, text in rows:
        table.add_row("" if title == before else title, text)
        before = title
    console.print(table)


def _target(target: Target) -> str:
    """The filter in words, field by field."""
    if target.everybody:
        return "everybody"
    words = []
    for field, value in target.model_dump(mode="json", exclude_defaults=True).items():
        said = ", ".join(value) if isinstance(value, list) else {True: "yes", False: "no"}.get(value, value)
        words.append(f"{field.replace('_', ' ')}: {said}")
    return "; ".join(words)


def _ratio(effect: Effect) -> str:
    interval = effect.interval
    spread = "" if interval is None else f" ({interval[0]:.3g}–{interval[1]:.3g})"
    left = "" if effect.scale == 1 else f", {_share(effect.scale)} of the log left"
    return f"{effect.on} ×{effect.ratio:.3g}{spread}{left}"


def _effect(effect: Effect) -> str:
    from exclusim.results.language import _

    if effect.lasting:
        time = "lasting"
    elif effect.speed_up is not None:
        time = f"a speed-up of {effect.speed_up} months"
    else:
        time = f"{effect.duration} months" + (f", fading over {effect.fade}" if effect.fade else "")
    time += f", from month {effect.delay}" if effect.delay else ""
    time += f", announced {effect.announcement} months before" if effect.announcement else ""
    parts = [_ratio(effect), effect.conversion, time, effect.design or "", f"source {effect.source}", _(effect.note)]
    name = f"{effect.name}: " if effect.name else ""
    return name + "; ".join(part for part in parts if part)


def _cost(part: ProjectCost) -> str:
    spread = "" if part.low is None or part.high is None else f" ({part.low:,.0f}–{part.high:,.0f})"
    payers = ", ".join(f"{actor} {_share(share)}" for actor, share in part.payer.items())
    year = f", {part.price_year} prices" if part.price_year else ""
    source = f"; source {part.source}" if part.source else ""
    return f"{part.part}: {part.amount:,.0f} SEK{spread} per {part.per.replace('_', '-')}{year}; {payers}{source}"


def _share(value: float) -> str:
    return f"{100 * value:.3g} %"


def _table(*columns: str, header: bool = True) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=header)
    for position, column in enumerate(columns):
        table.add_column(column, no_wrap=position == 0, overflow="fold")
    return table


def _console() -> Any:
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    return console
