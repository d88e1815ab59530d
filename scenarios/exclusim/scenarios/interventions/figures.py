"""Figures of effects as a scenario file writes them: with a sign, in per cent or as plain numbers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator

from exclusim.scenarios.issues import problem
from exclusim.scenarios.quantities import Quantity, QuantityError, parse, write_quantity, write_share

__all__ = ["CHANGE", "NUMBER", "RATIO", "Bound", "Change", "Signed"]

RATIO = "a ratio above 0, such as 0.75"
CHANGE = "a change in per cent with its sign, such as -40 %"
NUMBER = "a number, such as 0.3 or -19.5"
BOUND = "a bound written like the effect itself, such as 0.75 or -8 %"


def _quantity(value: object, what: str) -> Quantity:
    if isinstance(value, str):
        try:
            return parse(value)
        except QuantityError as error:
            raise problem(f"{what}: {error}") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1000:
        raise problem(what)
    return value if isinstance(value, Quantity) else Quantity(value)


def _change(value: object) -> float:
    found = _quantity(value, CHANGE)
    if found.dimension != "share" or not -1 < found <= 10:
        raise problem(CHANGE)
    return float(found)


def _plain(value: object) -> float:
    found = _quantity(value, NUMBER)
    if found.dimension != "number":
        raise problem(NUMBER)
    return float(found)


def _bound(value: Any) -> Quantity:
    found = _quantity(value, BOUND)
    if found.dimension not in ("number", "share"):
        raise problem(BOUND)
    return found


Change = Annotated[
    float,
    BeforeValidator(_change, json_schema_input_type=str),
    PlainSerializer(write_share, when_used="json"),
    Field(description=CHANGE, examples=["-40 %"]),
]
Signed = Annotated[float, BeforeValidator(_plain, json_schema_input_type=float | str), Field(description=NUMBER)]
Bound = Annotated[
    Quantity,
    PlainValidator(_bound, json_schema_input_type=float | str),
    PlainSerializer(write_quantity, return_type=str | float, when_used="json"),
]
