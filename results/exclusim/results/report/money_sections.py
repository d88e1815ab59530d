"""Sections about money: cost per actor, the first term, what the interventions change."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.money import PUBLIC
from exclusim.results.document import Difference, Interval, RunDocument, ScenarioResult
from exclusim.results.labels import label, mkr, number, percent, years
from exclusim.results.language import _

from . import bars, curves, yearly_net
from .loss import loss
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
        (_("Hela horisonten, {time}").format(time=years(document.horizon_years)), scenario.total),
        (_("Mandatperiod, {time}").format(time=years(4)), scenario.term),
    ]
    for key, values in scenario.horizons.items():
        if not any(_same(values, old) for _name, old in columns):
            columns.append((yearly_net.until(key), values))
    actors = [a for a in _ACTORS if a in scenario.total]
    rows: list[list[Cell | str]] = [
        [label(a), *(amount(values.get(a), unit=False) for _name, values in columns)] for a in actors
    ]
    return table(
        _("Kostnad per aktör, Mkr: {scenario}").format(scenario=_(scenario.label)),
        [_("Mkr"), *(name for name, _ in columns)],
        rows,
        strong=_sums(actors),
        foot=f"{_('Nuvärde i miljoner kronor.')} {band_meaning(document)}",
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
        "real": (_("Vård, handläggning, boende, rättsväsende: verksamhet som går åt"), _("ja")),
        "transfer": (_("Bidrag och ersättningar som byter ägare"), _("nej")),
        "revenue": (_("Skatter och avgifter som uteblir"), _("nej")),
        "production": (_("Värdet av arbete som inte blir av"), _("ja")),
    }
    rows: list[list[Cell | str]] = [
        [Cell(label(kind), words), counted, amount(scenario.by_kind[kind])]
        for kind, (words, counted) in what.items()
        if kind in scenario.by_kind
    ]
    return table(_("Fyra slags pengar"), [_("Slag"), _("Ingår i samhällets kostnad"), _("Nuvärde")], rows, text=2)


def _beside_table(document: RunDocument) -> Table | None:
    rows: list[list[Cell | str]] = []
    for scenario in document.scenarios.values():
        accounts = {
            _("Utanförskap före kalkylens start"): scenario.before,
            _("Vanligt liv: skola, studier, föräldraskap"): scenario.ordinary,
            _("Insatser"): scenario.intervention,
        }
        rows += [
            [Cell(name, _(scenario.label)), amount(values.get("society")), amount(values.get("public"))]
            for name, values in accounts.items()
            if any(abs(v.mean) > 0.5 for v in values.values())
        ]
    if not rows:
        return None
    return table(_("Konton vid sidan av huvudsumman"), [_("Konto"), label("society"), label("public")], rows)


def costs(document: RunDocument) -> Section | None:
    base = baseline(document)
    others = [s for s in document.scenarios.values() if s is not base]
    figures = [bars.yearly_costs(document, base) if base.years else None, bars.services(base)]
    return Section(
        "kostnader",
        _("Kostnad per aktör"),
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
        _("Mandatperioden och det långa loppet"),
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
            risk = "" if chance is None else _("Risk för förlust {risk}.").format(risk=percent(chance)) + " "
            back = _("Återbetalt {when}.").format(when=payback(difference, actor))
            back = back if actor in difference.payback_month else ""
            cell, name_of = amount(net), _("{actor}, netto").format(actor=label(actor))
            keys.append(KeyFigure(name_of, cell.main, cell.sub, risk + back))
    if difference.persons_helped.mean > 0.05:
        keys.append(
            KeyFigure(
                _("Får det bättre"),
                _("{n}\N{NO-BREAK SPACE}personer").format(n=_people(difference.persons_helped.mean)),
                "",
                _("Får det sämre: {n}. Undvikna år i utanförskap: {years}.").format(
                    n=_people(difference.persons_harmed.mean), years=number(difference.avoided_exclusion_years.mean)
                ),
            )
        )
    figures: list[Figure | None] = []
    if difference.cumulative.months:
        figures += [
            curves.cumulative(document, difference),
            curves.close_up(document, difference.cumulative),
        ]
    figures.append(yearly_net.yearly(document, difference))
    figures.append(winners(document, difference) if difference.net else None)
    figures.append(loss(document, difference))
    steps = [
        Step(label(part), values["society"])
        for part, values in difference.parts.items()
        if abs(values.get("society", 0.0)) > 0.5
    ]
    if len(steps) > 1:
        steps.append(Step(_("Netto"), sum(s.amount for s in steps), level=True))
        note = _("Samhället, nuvärde, medelvärde. En positiv stapel är en vinst.")
        figures.append(waterfall(_("Vad nettot består av"), note, steps, gain=True))
    actors = [a for a in _ACTORS if a in difference.net]
    parts = None
    if difference.parts:
        cells = [[label(a), *(mkr(v.get(a, 0.0)) for v in difference.parts.values())] for a in actors]
        parts = table(_("Delar av nettot per aktör"), [_("Aktör"), *map(label, difference.parts)], cells)
    scenario = document.scenarios.get(name)
    return _Change(
        _(difference.label),
        _(scenario.description) if scenario else "",
        keys,
        _present(figures),
        yearly_net.horizons(document, difference),
        parts,
    )


def differences(document: RunDocument) -> Section | None:
    if not document.differences:
        return None
    changes = [_change(document, name, d) for name, d in document.differences.items()]
    title = _("Vad insatsen förändrar") if len(changes) == 1 else _("Vad insatserna förändrar")
    return Section("skillnader", title, "differences.html", {"changes": changes})
