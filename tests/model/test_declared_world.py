"""The declarations that ship with Exclusim are tested too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from tests.model.worlds import COHORT, DEAD, tiny_world

from exclusim.model.compiling import compile_world
from exclusim.model.declared import default_world
from exclusim.model.layout import layout_of, names_read
from exclusim.model.parameters import Draw, LogitNormal, LogNormal, Parameter
from exclusim.model.population import cell_shares, start_distribution
from exclusim.model.vocabulary import BURDENS, CELLS, RECORDS, cell_levels
from exclusim.model.world import FAMILIES, Hazard, Occasion, Outcome

WORLD = default_world()
CENTRAL = WORLD.parameters.central()
PARAMETERS = list(WORLD.parameters.values())
MONTHS = np.ones(12)
KINDS: tuple[Literal["cohort", "newcomers"], ...] = ("cohort", "newcomers")


class _Watched(Mapping[str, float]):
    """Values that remember which of them were read."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.values_, self.read = values, set[str]()

    def __getitem__(self, name: str) -> float:
        self.read.add(name)
        return self.values_[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


def test_every_parameter_is_read_by_the_compiler_the_population_or_a_named_line_of_code() -> None:
    watched = _Watched(CENTRAL.values)
    for kind in KINDS:
        cell_shares(Draw(-1, watched), kind)
        start_distribution(Draw(-1, watched), kind)
    unread = set(WORLD.parameters) - names_read(WORLD) - watched.read
    assert unread <= WORLD.structural
    root = Path(__file__).parents[2]
    code = "".join(path.read_text() for path in root.glob("*/exclusim/**/*.py") if path.parent.name != "declared")
    assert [name for name in unread if f'"{name}"' not in code] == []


def test_every_parameter_of_a_family_is_an_effect_the_compiler_knows_or_is_named_by_a_change() -> None:
    named = {name.removeprefix("1-") for hazard in WORLD.hazards for name in (hazard.rate, *hazard.factors)}
    named |= {outcome.weight for occasion in WORLD.occasions for outcome in occasion.outcomes if outcome.weight}
    effects = [name for name in WORLD.parameters if name.split(".")[0] in FAMILIES and name not in named]
    assert effects
    assert [name for name in effects if name.split(".", 1)[1] not in WORLD.effect_names()] == []


def test_every_family_acts_on_something() -> None:
    used = {hazard.family for hazard in WORLD.hazards}
    used |= {outcome.family for occasion in WORLD.occasions for outcome in occasion.outcomes if outcome.family}
    assert set(FAMILIES) == used


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.name)
def test_a_parameter_has_a_value_its_unit_allows_and_an_assumption_is_uncertain(parameter: Parameter) -> None:
    if parameter.unit == "per month":
        assert 0 <= parameter.value < 1
    if parameter.unit in ("probability", "share"):
        assert 0 <= parameter.value <= 1
    if isinstance(parameter.prior, LogNormal | LogitNormal):
        assert parameter.value > 0
        assert parameter.prior.sigma >= (0.2 if parameter.is_assumption else 0.0)
    if parameter.is_assumption and parameter.is_fixed:
        # Only a rule, stated as such, may be an assumption without uncertainty.
        assert parameter.value == 0 or parameter.unit == "months"
        assert parameter.note


@pytest.mark.parametrize("index", [-1, *range(20)])
def test_every_draw_gives_hazards_that_are_finite_and_never_negative(index: int) -> None:
    draw = CENTRAL if index < 0 else WORLD.parameters.draw(index, 1)
    tables = compile_world(WORLD, draw, MONTHS)
    numbers = (
        tables.events["base"],
        tables.outcomes["weight"],
        tables.cell_age,
        tables.state,
        tables.shape,
        tables.modifier,
    )
    for table in numbers:
        assert np.isfinite(table).all()
        assert (table >= 0).all()
    for occasion in tables.occasions:
        assert tables.outcomes["weight"][occasion["first"] : occasion["last"]].sum() > 0


@pytest.mark.parametrize("index", [-1, *range(20)])
@pytest.mark.parametrize("kind", KINDS)
def test_background_burdens_and_records_at_the_start_are_distributions(
    kind: Literal["cohort", "newcomers"], index: int
) -> None:
    draw = CENTRAL if index < 0 else WORLD.parameters.draw(index, 1)
    masks, carried, records = start_distribution(draw, kind)
    assert carried.shape == (CELLS, len(masks))
    for shares in (cell_shares(draw, kind), *carried, list(records.values())):
        assert np.sum(shares) == pytest.approx(1, abs=1e-12)
        assert (np.asarray(shares) >= 0).all()
    assert len(records) in (1, len(RECORDS))


@pytest.mark.parametrize(
    ("burden", "parameter"), [("crime", "population.crime"), ("mental_ill_health", "population.mental_ill_health")]
)
def test_a_burden_at_sixteen_differs_by_background_as_its_onset_does_and_keeps_its_share(
    burden: str, parameter: str
) -> None:
    masks, carried, _ = start_distribution(CENTRAL, "cohort")
    has = np.array([mask >> BURDENS.index(burden) & 1 for mask in masks]) == 1
    by_cell = carried[:, has].sum(axis=1)
    assert cell_shares(CENTRAL, "cohort") @ by_cell == pytest.approx(CENTRAL[parameter])
    cells = cell_levels()
    man = cells.index(("man", "native", "upper_secondary", "no", "middle"))
    woman = cells.index(("woman", "native", "upper_secondary", "no", "middle"))
    family = {"crime": "crime_onset", "mental_ill_health": "mental_onset"}[burden]
    assert by_cell[woman] / by_cell[man] == pytest.approx(CENTRAL[f"{family}.sex.woman"])


def test_everybody_alive_can_die_and_only_the_absorbed_have_no_way_out() -> None:
    mortal = {hazard.source for hazard in WORLD.hazards if hazard.target == "dead/none"}
    assert mortal == {status.name for status in WORLD.statuses if not status.absorbing}
    leaving = {hazard.source for hazard in WORLD.hazards if hazard.target[0] not in "+-"} | {
        o.source for o in WORLD.occasions
    }
    assert leaving == mortal


def test_every_status_can_be_reached_from_a_start() -> None:
    ways: dict[str, set[str]] = {status.name: set() for status in WORLD.statuses}
    for hazard in WORLD.hazards:
        if hazard.target[0] not in "+-":
            ways[hazard.source].add(hazard.target)
    for occasion in WORLD.occasions:
        ways[occasion.source] |= {outcome.target for outcome in occasion.outcomes if outcome.target}
    reached, new = set[str](), {"compulsory_school/none", "establishment_programme/establishment_allowance"}
    while new:
        reached |= new
        new = set().union(*(ways[name] for name in new)) - reached
    assert reached == set(ways)


def test_no_hazard_leads_back_to_where_it_started() -> None:
    assert [hazard for hazard in WORLD.hazards if hazard.source == hazard.target] == []


RATE = Parameter("rate.x", 0.1, "per month")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Hazard("school/none", DEAD.name, "mortality", "rate.x"), "'school/none' is not a status"),
        (Hazard(COHORT.name, "heaven/none", "mortality", "rate.x"), "'heaven/none' is neither a status nor"),
        (Hazard(COHORT.name, "+wealth", "mortality", "rate.x"), r"'\+wealth' is neither a status nor"),
        (Hazard(COHORT.name, DEAD.name, "luck", "rate.x"), "'luck' is not a family"),  # type: ignore[arg-type]
        (Occasion(COHORT.name, (Outcome("heaven/none"),)), "'heaven/none' is not a status"),
        (Occasion("school/none", (Outcome(None),)), "'school/none' is not a status"),
    ],
)
def test_a_change_between_things_that_do_not_exist_is_refused(change: Hazard | Occasion, message: str) -> None:
    hazards = (change,) if isinstance(change, Hazard) else ()
    occasions = (change,) if isinstance(change, Occasion) else ()
    with pytest.raises(ValueError, match=message):
        tiny_world((COHORT, DEAD), hazards, RATE, occasions=occasions)


def test_worlds_that_differ_in_parameters_only_share_a_layout_and_nothing_of_a_draw() -> None:
    other = replace(WORLD, parameters=WORLD.parameters.with_value("school.grade9_eligible", 0.5))
    assert layout_of(other) is layout_of(WORLD)
    assert layout_of(replace(WORLD, hazards=WORLD.hazards[1:])) is not layout_of(WORLD)
    before = compile_world(WORLD, CENTRAL, MONTHS)
    kept = {name: table.copy() for name, table in before._asdict().items()}
    compile_world(other, other.parameters.draw(3, 1), MONTHS)
    again = compile_world(WORLD, CENTRAL, MONTHS)
    for name, table in kept.items():
        np.testing.assert_array_equal(getattr(before, name), table)
        np.testing.assert_array_equal(getattr(again, name), table)


def test_more_competing_risks_than_the_solvers_have_room_for_are_refused() -> None:
    world = tiny_world((COHORT, DEAD), (Hazard(COHORT.name, DEAD.name, "mortality", "rate.x"),), RATE)
    with pytest.raises(ValueError, match="more than 64 competing risks"):
        compile_world(replace(world, hazards=world.hazards * 65), world.parameters.central(), MONTHS)
    many = Occasion(COHORT.name, (Outcome(None),) * 65)
    with pytest.raises(ValueError, match="more than 64 outcomes"):
        compile_world(replace(world, occasions=(many,)), world.parameters.central(), MONTHS)
