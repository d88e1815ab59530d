"""The protocol, the glossary and what else is generated hold everything that is declared, by construction."""

from __future__ import annotations

import re

import pytest

from exclusim.calibration.costs.book import LINES
from exclusim.model.declared import default_world
from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.vocabulary import STATUSES, TRAITS
from exclusim.model.world import FAMILIES
from exclusim.results.documentation import glossary_text, number_tables, odd_text


@pytest.fixture(scope="module")
def protocol() -> str:
    return odd_text()


def test_the_seven_elements_of_the_protocol_stand_in_order(protocol: str) -> None:
    assert re.findall(r"^## \d\. (.+)$", protocol, re.MULTILINE) == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
        "Submodels",
    ]
    concepts = (
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
        "Stochasticity", "Collectives", "Observation",
    )  # fmt: skip
    places = [protocol.index(f"**{concept}.**") for concept in concepts]
    assert places == sorted(places)


def test_every_parameter_stands_in_the_protocol_with_its_source(protocol: str) -> None:
    rows = {line.split(" | ")[0].removeprefix("| `").rstrip("`"): line for line in protocol.splitlines()}
    for item in number_tables.all_parameters().values():
        cells = rows[item.name].split(" | ")
        assert cells[1:3] == [f"{item.value:.6g}", item.unit]
        assert cells[4] == item.source


def test_every_status_trait_family_agency_fault_and_cost_stands_in_the_protocol(protocol: str) -> None:
    names = [
        *(status.name for status in STATUSES),
        *(trait.name for trait in TRAITS),
        *FAMILIES,
        *(agency.name for agency in AGENCIES),
        *(fault.name for fault in FAULTS),
        *(line.trigger for line in LINES),
    ]
    assert [name for name in names if f"| `{name}` |" not in protocol] == []
    assert sum(protocol.count(f"| {line.service} |") > 0 for line in LINES) == len(LINES)


def test_every_way_from_one_state_to_another_stands_in_the_protocol(protocol: str) -> None:
    world = default_world()
    alive = sum(not status.absorbing for status in STATUSES)
    rows = [line.split(" | ") for line in protocol.splitlines() if line.startswith("| ")]
    told = {
        (source, cells[1].strip("`"), cells[3].split(" · ")[0].strip("`"))
        for cells in rows
        if len(cells) == 5
        for source in (
            [status.name for status in STATUSES if not status.absorbing]
            if cells[0] == f"| every status alive ({alive})"
            else re.findall(r"`([^`]+)`", cells[0])
        )
    }
    assert {(hazard.source, hazard.target, hazard.rate) for hazard in world.hazards} <= told
    for occasion in world.occasions:
        targets = [out.target or "stays" for out in occasion.outcomes]
        assert any(
            cells[0] == f"| `{occasion.source}`" and all(target in cells[3] for target in targets)
            for cells in rows
            if len(cells) == 4
        )


def test_the_months_order_is_that_of_the_stepped_model(protocol: str) -> None:
    scheduling = protocol[protocol.index("## 3.") : protocol.index("## 4.")]
    steps = re.findall(r"^\d\. \*(\w+)\*: ", scheduling, re.MULTILINE)
    assert steps == ["calendar", "cases", "admission", "situations", "people", "ledger", "record"]


def test_every_table_has_as_many_cells_in_each_row_as_in_its_head(protocol: str) -> None:
    for part in re.findall(r"(?:^\|.*\n)+", protocol + glossary_text(), re.MULTILINE):
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in part.splitlines()}
        assert len(widths) == 1, part[:200]


def test_the_glossary_names_every_actor_agency_and_fault() -> None:
    text = glossary_text()
    for name in (*(agency.label for agency in AGENCIES), *(fault.label for fault in FAULTS)):
        assert f"| {name} |" in text
