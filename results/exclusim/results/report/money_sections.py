"""Sections about money: cost per actor, the first term, what the interventions change."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.money import PUBLIC
from exclusim.results.document import Difference, Interval, RunDocument, ScenarioResult
from exclusim.results.labels import NBSP, label, mkr, number, percent

from . import bars, curves
from .parts import Cell, Figure, KeyFigure, Section, Table, amount, band_meaning, table
from .waterfall import Step, waterfall
from .winners import winners
from .words import baseline, payback

__all__ = ["costs", "differences", "term"]

_ACTORS = ("society", "public", *PUBLIC, "production")


def _present(found: list[Figure | None]) -> list[Figure]:
    return [figure for figure in found if figure is not None]


def _actor_table(document: RunDocument, scenario: ScenarioResult) -> Table:
    """Actor × horizon. A horizon equal to a column already there is not repeated."""
    columns: list[tuple[str, dict[str, Interval]]] = [
        (f"Hela horisonten, {document.horizon_years}{NBSP}år", scenario.total),
        (f"Mandatperiod, 4{NBSP}år", scenario.term),
    ]
    for key, values in scenario.horizons.items():
        if not any(_same(values, old) for _, old in columns):
            columns.append((f"Till 65{NBSP}år" if key == "65" else f"{key}{NBSP}år", values))
    actors = [a for a in _ACTORS if a in scenario.total]
    rows: list[list[Cell | str]] = [
        [label(a), *(amount(values.get(a), unit=False) for _, values in columns)] for a in actors
    ]
    return table(
        f"Kostnad per aktör, Mkr: {scenario.label}",
        ["Mkr", *(name for name, _ in columns)],
        rows,
        strong=_sums(actors),
        foot=f"Nuvärde i miljoner kronor. {band_meaning(document)}",
    )


def _sums(actors: list[str]) -> frozenset[int]:
    """Rows that sum others up."""
    return frozenset(i for i, a in enumerate(actors) if a in ("society", "public"))


def _same(one: dict[str, Interval], other: dict[str, Interval]) -> bool:
    """Whether two horizons say the same: every mean equal but for rounding."""
    return one.keys() == other.keys() and all(
        abs(one[a].mean - other[a].mean) <= 1e-6 * max(abs(one[a].mean), 1.0) for a in one
    )


def _kind_table(scenario: ScenarioResult) -> Table | None:
    if not scenario.by_kind:
        return None
    what = {
        "real": ("Vård, handläggning, boende, rättsväsende: verksamhet som går åt", "ja"),
        "transfer": ("Bidrag och ersättningar som byter ägare", "nej"),
        "revenue": ("Skatter och avgifter som uteblir", "nej"),
        "production": ("Värdet av arbete som inte blir av", "ja"),
    }
    rows: list[list[Cell | str]] = [
        [Cell(label(kind), words), counted, amount(scenario.by_kind[kind])]
        for kind, (words, counted) in what.items()
        if kind in scenario.by_kind
    ]
    return table("Fyra slags pengar", ["Slag", "Ingår i samhällets kostnad", "Nuvärde"], rows, text=2)


def _beside_table(document: RunDocument) -> Table | None:
    rows: list[list[Cell | str]] = []
    for scenario in document.scenarios.values():
        accounts = {
            "Utanförskap före kalkylens start": scenario.before,
            "Vanligt liv: skola, studier, föräldraskap": scenario.ordinary,
            "Insatser": scenario.intervention,
        }
        rows += [
            [Cell(name, scenario.label), amount(values.get("society")), amount(values.get("public"))]
            for name, values in accounts.items()
            if any(abs(v.mean) > 0.5 for v in values.values())
        ]
    if not rows:
        return None
    return table("Konton vid sidan av huvudsumman", ["Konto", "Samhället", "Offentlig sektor"], rows)


def costs(document: RunDocument) -> Section | None:
    base = baseline(document)
    others = [s for s in document.scenarios.values() if s is not base]
    figures = [bars.yearly_costs(document, base) if base.years else None, bars.services(base)]
    return Section(
        "kostnader",
        "Kostnad per aktör",
        "costs.html",
        {
            "figures": _present(figures),
            "main": _actor_table(document, base),
            "others": [_actor_table(document, s) for s in others],
            "kinds": _kind_table(base),
            "beside": _beside_table(document),
            "flat": document.preset == "flat-annuity",
        },
    )


def term(document: RunDocument) -> Section | None:
    base = baseline(document)
    if not base.term:
        return None
    return Section(
        "mandatperiod",
        "Mandatperioden och det långa loppet",
        "term.html",
        {
            "figure": bars.term_share(document, base),
            "term": base.term,
            "total": base.total,
        },
    )


@dataclass(frozen=True)
class _Change:
    title: str
    description: str
    keys: list[KeyFigure]
    figures: list[Figure]
    horizons: Table | None
    parts: Table | None


def _people(count: float) -> str:
    return number(count, 0 if count >= 20 or count == round(count) else 1)


def _change(document: RunDocument, name: str, difference: Difference) -> _Change:
    keys: list[KeyFigure] = []
    for actor in ("society", "public"):
        if actor in difference.net:
            net, chance = difference.net[actor], difference.probability_loss.get(actor)
            risk = "" if chance is None else f"Risk för förlust {percent(chance)}. "
            back = f"Återbetalt {payback(difference, actor)}." if actor in difference.payback_month else ""
            cell = amount(net)
            keys.append(KeyFigure(f"{label(actor)}, netto", cell.main, cell.sub, risk + back))
    if difference.persons_helped.mean > 0.05:
        keys.append(
            KeyFigure(
                "Får det bättre",
                f"{_people(difference.persons_helped.mean)}{NBSP}personer",
                "",
                f"Får det sämre: {_people(difference.persons_harmed.mean)}. "
                f"Undvikna år i utanförskap: {number(difference.avoided_exclusion_years.mean)}.",
            )
        )
    figures: list[Figure | None] = []
    if difference.cumulative.months:
        figures += [
            curves.cumulative(document, difference),
            curves.close_up(document, difference.cumulative),
        ]
    figures.append(winners(document, difference) if difference.net else None)
    steps = [
        Step(label(part), values["society"])
        for part, values in difference.parts.items()
        if abs(values.get("society", 0.0)) > 0.5
    ]
    if len(steps) > 1:
        steps.append(Step("Netto", sum(s.amount for s in steps), level=True))
        note = "Samhället, nuvärde, medelvärde. En positiv stapel är en vinst."
        figures.append(waterfall("Vad nettot består av", note, steps, gain=True))
    actors = [a for a in _ACTORS if a in difference.net]
    horizons = None
    if difference.horizons:
        names = [f"Till 65{NBSP}år" if k == "65" else f"{k}{NBSP}år" for k in difference.horizons]
        rows: list[list[Cell | str]] = [
            [label(a), *(amount(v.get(a), gain=True, unit=False) for v in difference.horizons.values())] for a in actors
        ]
        horizons = table("Netto efter horisont, Mkr", ["Mkr", *names], rows, strong=_sums(actors))
    parts = None
    if difference.parts:
        cells = [[label(a), *(mkr(v.get(a, 0.0)) for v in difference.parts.values())] for a in actors]
        parts = table("Delar av nettot per aktör", ["Aktör", *map(label, difference.parts)], cells)
    scenario = document.scenarios.get(name)
    return _Change(
        difference.label,
        scenario.description if scenario else "",
        keys,
        _present(figures),
        horizons,
        parts,
    )


def differences(document: RunDocument) -> Section | None:
    if not document.differences:
        return None
    changes = [_change(document, name, d) for name, d in document.differences.items()]
    title = "Vad insatsen förändrar" if len(changes) == 1 else "Vad insatserna förändrar"
    return Section("skillnader", title, "differences.html", {"changes": changes})
