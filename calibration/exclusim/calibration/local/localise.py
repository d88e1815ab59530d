"""From a municipality's key figures to changes of the national model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from scipy.special import expit, logit

from exclusim.calibration.local.document import (
    Births,
    Fallback,
    LocalComparison,
    LocalDocument,
    LocalFigure,
    ParameterChange,
)
from exclusim.calibration.local.figures import NATION, Observation, shipped_figures
from exclusim.calibration.local.key_figures import KEY_FIGURES, UNUSED, KeyFigure
from exclusim.calibration.local.national import national_draw
from exclusim.calibration.local.own_costs import OwnCost, cost_change
from exclusim.calibration.local.places import Place, shipped_births
from exclusim.calibration.local.shrinkage import Difference, Shrunk, Spread, estimate_spread, shrink
from exclusim.calibration.local.solving import Progress, Solution, solve
from exclusim.calibration.phrase import Phrase
from exclusim.calibration.shifts import moved
from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.scenarios.population import FIRST_AGE, Cohort
from exclusim.scenarios.schema import Case

__all__ = ["Request", "local_draw", "localise"]

_YEARS = 3  # the most recent years of a figure: what foretold later years best, see docs/local.md
_EDGE = 0.002  # a share of 0 or 1 in a small place has no logit; it is moved in to this
_CLOSEST_YEARS = 3
_FARTHEST_YEAR = 5  # between a local figure and the national one it is compared with


type Say = Callable[[Phrase], str]
type _Table = Mapping[tuple[str, str], Mapping[int, Observation]]


@dataclass(frozen=True)
class Request:
    """What is known of a place.

    Args:
        place: municipality, with its births where known.
        case: a case with a birth cohort, to be moved there.
        case_name: what the scenario file extends.
        given: figures from a file or a connector; they go before the shipped ones of the same year.
        births: size of one cohort as the user states it.
        costs: unit costs of its own.
        contact: whom to ask about the figures; goes into the notes of the scenario file.
    """

    place: Place
    case: Case
    case_name: str
    given: Sequence[Observation] = field(default_factory=tuple)
    births: int | None = None
    costs: Sequence[OwnCost] = ()
    contact: str = ""


def localise(
    request: Request,
    *,
    national: Draw | None = None,
    persons: int = 40_000,
    seed: int = 1,
    progress: Progress = lambda stage, share: None,
    say: Say = str,
) -> LocalDocument:
    """The local model as parameter changes, with what they rest on.

    Args:
        request: the place, the case and the figures.
        national: the draw that is moved; :func:`national_draw` by default.
        persons: simulated people; seed: their random numbers.
        progress: called with stage and share done.
        say: puts the document's sentences into words; they stand there in Swedish.

    Raises:
        ExclusimError: the case follows newcomers, or there is neither a figure nor a number of births for the place.
    """
    if not isinstance(request.case.population, Cohort):
        raise ExclusimError(
            f"case {request.case_name} follows newcomers, for whom no local key figures are known",
            hint="choose a case with a birth cohort, such as genomsnittskommun",
        )
    parameters = default_world().parameters
    base = national or national_draw()
    births = _births(request, request.case.population, say)
    table = _known(request)
    figures, fallbacks = _figures(request, births, table, say)
    if not figures and not births.known and not request.costs:
        raise ExclusimError(
            f"nothing is known of {request.place.name}: none of {', '.join(KEY_FIGURES)} and no births",
            hint="give --figures FILE, --fetch or --births N",
        )
    costs = [change for own in request.costs if (change := cost_change(own, request.case)) is not None]
    units: dict[str, str] = {name: item.unit for name, item in parameters.items()}
    solution = solve(
        {f.kpi: f.shrunk_difference for f in figures},
        base,
        units,
        persons=persons,
        seed=seed,
        progress=progress,
    )
    for kpi in solution.out_of_reach:
        reason = Phrase("nivån kan inte nås; parametern stannar vid gränsen")
        fallbacks.append(Fallback(what=say(_named(KEY_FIGURES[kpi])), reason=say(reason)))
    return LocalDocument(
        municipality=request.place.code,
        name=request.place.name,
        case=request.case_name,
        births=births,
        figures=figures,
        parameters=[
            ParameterChange(
                name=name,
                unit=units[name],
                national=base[name],
                local=moved(base[name], units[name], solution.shifts[figure.kpi]),
                shift=solution.shifts[figure.kpi],
                kpi=figure.kpi,
                source=figure.source,
            )
            for figure in figures
            if solution.shifts[figure.kpi]
            for name in KEY_FIGURES[figure.kpi].parameters
        ],
        statistics=_comparisons(figures, solution, table),
        fallbacks=fallbacks,
        persons=persons,
        seed=seed,
        costs=costs,
        contact=request.contact,
    )


def local_draw(draw: Draw, document: LocalDocument) -> Draw:
    """Any national draw, a calibrated one included, moved to the place by the document's shifts."""
    changes = {p.name: moved(draw[p.name], p.unit, p.shift) for p in document.parameters}
    return Draw(draw.index, {**draw.values, **changes})


def _table(observations: Sequence[Observation]) -> _Table:
    """Figures by (kpi, municipality) and year; a later one goes before an earlier one."""
    table: dict[tuple[str, str], dict[int, Observation]] = {}
    for item in observations:
        table.setdefault((item.kpi, item.municipality), {})[item.year] = item
    return table


def _known(request: Request) -> _Table:
    """Shipped figures and given ones; a key figure that is given for the place replaces what is shipped of it."""
    own = {item.kpi for item in request.given if item.municipality == request.place.code}
    shipped = (i for i in shipped_figures() if i.municipality != request.place.code or i.kpi not in own)
    return _table((*shipped, *request.given))


def _nation(years: Mapping[int, Observation], year: int) -> Observation | None:
    """The nation in the same year, or in the nearest of the years around it."""
    near = min(years, key=lambda y: (abs(y - year), y), default=None)
    return years[near] if near is not None and abs(near - year) <= _FARTHEST_YEAR else None


def _births(request: Request, population: Cohort, say: Say) -> Births:
    year = population.start_year - FIRST_AGE
    if request.births is not None:
        return Births(number=request.births, year=year, source=say(Phrase("angivet")), known=True)
    known = request.place.births
    if not known:
        source = Phrase("fallet {case}; kommunens födda är okända", case=request.case_name)
        return Births(number=population.births, year=year, source=say(source), known=False)
    if year in known:
        source = Phrase("SCB, levande födda {year}", year=year)
        return Births(number=known[year], year=year, source=say(source), known=True)
    near = sorted(known, key=lambda y: abs(y - year))[:_CLOSEST_YEARS]
    span = f"{min(near)}–{max(near)}"
    mean = round(sum(known[y] for y in near) / len(near))
    source = Phrase("SCB, levande födda, medel {years} ({year} finns inte i serien)", years=span, year=year)
    return Births(number=mean, year=year, source=say(source), known=True)


def _figures(request: Request, births: Births, table: _Table, say: Say) -> tuple[list[LocalFigure], list[Fallback]]:
    code = request.place.code
    figures: list[LocalFigure] = []
    fallbacks: list[Fallback] = []
    for figure in KEY_FIGURES.values():
        local = table.get((figure.kpi, code), {})
        nation = table.get((figure.kpi, NATION), {})
        pairs = [(local[y], found) for y in sorted(local) if (found := _nation(nation, y))][-_YEARS:]
        if not pairs:
            fallbacks.append(Fallback(what=say(_named(figure)), reason=say(_why(local))))
            continue
        size = births.number if not request.place.births else None
        differences = [
            _difference(here, there, _denominator(request.place.births, figure, here.year, size))
            for here, there in pairs
        ]
        figures.append(_figure(figure, pairs, shrink(differences, _spread(figure.kpi)), say))
    if not births.known:
        fallbacks.append(Fallback(what=say(Phrase("födda")), reason=births.source))
    given = {item.kpi for item in request.given if item.municipality == code} | set(UNUSED)
    for kpi in sorted(given - KEY_FIGURES.keys()):
        unmeasured = Phrase("modellen har ingen mätregel för nyckeltalet")
        fallbacks.append(Fallback(what=kpi, reason=UNUSED.get(kpi) or say(unmeasured)))
    return figures, fallbacks


def _named(figure: KeyFigure) -> Phrase:
    return Phrase("{kpi} {label}", kpi=figure.kpi, label=Phrase(figure.label))


def _why(local: Mapping[int, Observation]) -> Phrase:
    if not local:
        return Phrase("inget eget nyckeltal; riket används")
    return Phrase(
        "inget värde för riket inom {years} år, så ingen skillnad kan bildas; riket används", years=_FARTHEST_YEAR
    )


def _share(value: float) -> float:
    return min(max(value, _EDGE), 1 - _EDGE)


def _difference(local: Observation, nation: Observation, people: float) -> Difference:
    p = _share(local.share)
    # The nation's own share stands for p in the variance: a small place's observed share is itself noisy.
    expected = _share(nation.share)
    variance = 1 / (people * expected * (1 - expected))
    return Difference(local.year, float(logit(p) - logit(expected)), variance)


def _denominator(births: Mapping[int, int], figure: KeyFigure, year: int, otherwise: int | None) -> float:
    """People behind a figure: the births of its cohorts, the nearest known year for those outside the series."""
    if not births:
        return figure.cohorts * float(otherwise or 1)
    cohorts = range(year - figure.age, year - figure.age + figure.cohorts)
    return float(sum(births[min(births, key=lambda known: (abs(known - y), known))] for y in cohorts))


@cache
def _spread(kpi: str) -> Spread:
    """Spread over the shipped municipalities, in the same number of recent years."""
    table = _table(shipped_figures())
    nation = table[kpi, NATION]
    groups: dict[str, list[Difference]] = {}
    for code, births in shipped_births().items():
        local = table.get((kpi, code), {})
        years = sorted(local.keys() & nation.keys())[-_YEARS:]
        groups[code] = [
            _difference(local[y], nation[y], _denominator(births, KEY_FIGURES[kpi], y, None)) for y in years
        ]
    found = estimate_spread(groups)
    like = KEY_FIGURES[kpi].residents_like
    return found if like is None else found.of_residents(_spread(like).between)


def _figure(
    figure: KeyFigure, pairs: Sequence[tuple[Observation, Observation]], found: Shrunk, say: Say
) -> LocalFigure:
    local, nation = [here for here, _ in pairs], [there for _, there in pairs]
    level = float(np.mean([item.share for item in nation]))
    years = [item.year for item in local]
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    origin = "; ".join(dict.fromkeys(item.source for item in local))
    other = sorted({there.year for here, there in pairs if here.year != there.year})
    note = Phrase(figure.trap)
    if other:
        note = Phrase(
            "{trap}; riket finns inte för alla åren, närmaste år {years} används",
            trap=note,
            years=", ".join(map(str, other)),
        )
    return LocalFigure(
        kpi=figure.kpi,
        label=figure.label,
        years=years,
        nation_years=[item.year for item in nation],
        local=float(np.mean([item.share for item in local])),
        nation=level,
        difference=found.observed,
        se=found.se,
        weight=found.weight,
        shrunk_difference=found.shrunk,
        shrunk_sd=found.sd,
        shrunk=float(expit(logit(_share(level)) + found.shrunk)),
        source=f"{origin} {figure.kpi} {span}, {local[0].municipality}",
        note=say(note),
    )


def _comparisons(figures: Sequence[LocalFigure], solution: Solution, table: _Table) -> list[LocalComparison]:
    by_kpi = {figure.kpi: figure for figure in figures}
    rows = []
    for kpi, figure in KEY_FIGURES.items():
        known = by_kpi.get(kpi)
        years = table[kpi, NATION]
        recent = [years[y].share for y in sorted(years)[-_YEARS:]]
        rows.append(
            LocalComparison(
                kpi=kpi,
                label=figure.label,
                observed=known.local if known else None,
                shrunk=known.shrunk if known else None,
                nation=known.nation if known else float(np.mean(recent)),
                simulated_nation=solution.nation[kpi],
                expected=solution.expected[kpi],
                simulated=solution.local[kpi],
            )
        )
    return rows
