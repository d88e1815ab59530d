"""One idea of a scenario file, its first intervention with effects, costs and risks, as one form and back."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from exclusim.app.web.builder.draft import Draft, Problems, free_name
from exclusim.app.web.builder.fields import Field, Row, shown, told
from exclusim.app.web.builder.forms import AFTER, COST, EFFECT, IDEA, REACH, RISK, TARGET, TIMING, WORDS
from exclusim.app.web.builder.levers import MEASURES
from exclusim.scenarios.issues import Path, dotted

__all__ = ["SINGLE", "Given", "add_blank", "fill", "read", "rows"]

_MEASURED = ("measure", "value")  # two fields of the form that are one key of the file

type Given = Mapping[str, Sequence[str]]
"""A form as it was sent: name → values."""

SINGLE: Mapping[str, tuple[Field, ...]] = {
    "who": (*IDEA[:1], *TARGET, *REACH),
    "when": TIMING,
    "after": AFTER,
    "words": (*WORDS, *IDEA[1:]),
}
"""Parts of the form with fields that stand once."""

_LISTS: Mapping[str, tuple[Path, tuple[Field, ...], str]] = {
    "effects": (("effects", "published"), EFFECT, "on"),
    "costs": (("costs",), COST, "amount"),
}
"""Parts of the form with rows: where they stand below the intervention, their fields, the field that makes a row."""


def place_of(idea: str) -> Path:
    """Where the first intervention of an idea stands in the file."""
    return ("scenarios", idea, "interventions", 0)


def fill(draft: Draft, idea: str, problems: Problems | None = None) -> dict[str, Any]:
    """The form as a template shows it: part → rows of fields, or for lists a list of them; one empty row is added."""
    at, wrong = place_of(idea), _at_fields(problems)
    filled: dict[str, Any] = {
        part: rows(fields, lambda field: draft.at((*at, *field.place)), wrong, place=f"{dotted(at)}.")
        for part, fields in SINGLE.items()
    }
    for part, (place, fields, _key) in _LISTS.items():
        filled[part] = _listed(part, fields, _items(draft, at, part), _places(draft, (*at, *place)), wrong)
    risks: Path = ("scenarios", idea, "risks")
    filled["risks"] = _listed("risks", RISK, draft.at(risks) or [], _places(draft, risks), wrong)
    return filled


def rows(
    fields: Sequence[Field], value: Any, wrong: Mapping[str, str], *, name: str = "", place: str = ""
) -> list[Row]:
    """Fields filled in.

    Args:
        fields: of one form.
        value: from a field to its value in the file.
        wrong: place in the file → what was expected.
        name: put before the names of the form's fields.
        place: put before their places in the file.
    """
    return [
        Row(field, name + field.name, shown(field, value(field)), place + field.name, wrong.get(place + field.name, ""))
        for field in fields
    ]


def _listed(
    part: str,
    fields: Sequence[Field],
    items: Sequence[Mapping[str, Any]],
    places: Iterator[str],
    wrong: Mapping[str, str],
) -> list[list[Row]]:
    return [
        rows(fields, _of(item, part), wrong, name=f"{part}.{index}.", place=f"{place}.")
        for (index, item), place in zip(enumerate((*items, {})), places, strict=False)
    ]


def _places(draft: Draft, place: Path) -> Iterator[str]:
    """Where the rows of a list stand; a single ``cost`` is the first of all costs."""
    single = (*place[:-1], "cost")
    if place[-1] == "costs" and draft.at(single) is not None:
        yield dotted(single)
    yield from (dotted((*place, index)) for index in count())


def _at_fields(problems: Problems | None) -> dict[str, str]:
    """Problems by place; one with an effect's figure stands at the field in which it is written."""
    wrong = dict(problems.by_field) if problems else {}
    for place, text in list(wrong.items()):
        above, _dot, last = place.rpartition(".")
        if last in MEASURES:
            wrong.setdefault(f"{above}.value", text)
    return wrong


def read(draft: Draft, idea: str, given: Given) -> None:
    """Put what was sent into the draft; fields that were not sent stay as they are."""
    at = place_of(idea)
    title, above = draft.at((*at, "label")), ("scenarios", idea, "label")
    for fields in SINGLE.values():
        for field in fields:
            if field.name in given:
                draft.put((*at, *field.place), told(field, given.get(field.name, ())))
    if draft.at(above) == title:  # an idea that is called as its intervention is called so still
        draft.put(above, draft.at((*at, "label")))
    for part, (place, fields, key) in _LISTS.items():
        if any(name.startswith(f"{part}.") for name in given):
            old = _items(draft, at, part)
            found = [_item(part, fields, index, given, old) for index in _numbers(part, given)]
            items = [item for item in found if item.get(key) is not None]
            if part == "costs" and draft.at((*at, "cost")) is not None:  # the form shows it as the first of all costs
                draft.put((*at, "cost"), items.pop(0) if items else None)
            draft.put((*at, *place), items)
    if any(name.startswith("risks.") for name in given):
        old = list(draft.at(("scenarios", idea, "risks")) or ())
        risks = [_item("risks", RISK, index, given, old) for index in _numbers("risks", given)]
        listed = [item for item in risks if item.get("label")]
        taken: dict[str, object] = {}
        for item in listed:
            item["name"] = item.get("name") or free_name(item["label"], taken)
            taken[item["name"]] = item
        draft.put(("scenarios", idea, "risks"), listed)


def add_blank(draft: Draft, label: str) -> str:
    """A new idea of one's own, to be filled in; its name."""
    ideas = draft.at(("scenarios",)) or {}
    name = free_name(label, ideas)
    # The least that is a logic model: somebody, for a while, with nothing changed yet.
    blank = {"name": name, "label": label, "reach": "50 %", "starts": "0 mån", "lasts": "12 mån"}
    draft.put(("scenarios", name), {"label": label, "interventions": [blank]})
    return name


def _items(draft: Draft, at: Path, part: str) -> list[dict[str, Any]]:
    place = _LISTS[part][0]
    items = list(draft.at((*at, *place)) or ())
    single = draft.at((*at, "cost")) if part == "costs" else None
    return [single, *items] if single else items


def _of(item: Mapping[str, Any], part: str) -> Any:
    """From a field to its value in one row; an effect's measure and value are one key of the file."""

    def value(field: Field) -> Any:
        if part == "effects" and field.name in _MEASURED:
            measure = next((name for name in MEASURES if name in item), None)
            return measure if field.name == "measure" else None if measure is None else item[measure]
        found: Any = item
        for key in field.place:
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    return value


def _numbers(part: str, given: Given) -> list[int]:
    found = {name.split(".")[1] for name in given if name.startswith(f"{part}.")}
    return sorted(int(number) for number in found if number.isdecimal() and len(number) <= 3)


def _item(part: str, fields: Sequence[Field], index: int, given: Given, old: Sequence[Mapping[str, Any]]) -> Any:
    """One row as the file has it: what it said before, with the fields that were sent."""
    row = Draft(copy.deepcopy(dict(old[index])) if index < len(old) else {})
    measured = _of(row.at(()), part)
    for field in fields:
        name = f"{part}.{index}.{field.name}"
        if name in given and not (part == "effects" and field.name in _MEASURED):
            row.put(field.place, told(field, given[name]))
    if part == "effects":
        measure, value = (
            told(field, given[name]) if (name := f"{part}.{index}.{field.name}") in given else measured(field)
            for field in fields
            if field.name in _MEASURED
        )
        for known in MEASURES:
            row.put((known,), None)
        if measure in MEASURES and value is not None:
            row.put((measure,), _plain(measure, value))
            for name in ("low", "high"):
                if row.at((name,)) is not None:
                    row.put((name,), _plain(measure, row.at((name,))))
    return row.at(())


def _plain(measure: str, text: Any) -> Any:
    """Ratios and points are numbers in the file, changes are shares with their sign."""
    if measure in ("relative_change", "duration_change") or not isinstance(text, str):
        return text
    try:
        return float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        return text
