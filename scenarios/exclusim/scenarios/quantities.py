"""Quantities with units, as scenario files write them: ``5 Mkr``, ``736 tkr``, ``4 %``, ``36 mån``.

Inside a model a quantity is a plain number in its base unit (SEK, share, months or years); the unit is asked
for where a person writes it, because a bare 5 in a file about money can be five kronor or five million.

>>> parse("5 Mkr")
Quantity(5000000.0, 'money')
>>> parse("42 000 kr") == parse("42 tkr")
True
>>> parse("3 år").dimension, float(parse("3 år"))
('months', 36.0)
>>> write_money(736_000.0), write_share(0.04), write_months(36)
('736000 kr', '4 %', '36 mån')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator

from exclusim.scenarios.issues import problem

__all__ = [
    "AnyQuantity",
    "CalendarYear",
    "Count",
    "Money",
    "MoneyPerYear",
    "Months",
    "Quantity",
    "QuantityError",
    "Ratio",
    "Share",
    "Years",
    "parse",
    "parse_age_range",
    "write_money",
    "write_months",
    "write_quantity",
    "write_share",
    "write_years",
]

Dimension = Literal["number", "money", "share", "months", "persons"]

_UNITS: Final[dict[str, tuple[Dimension, Decimal]]] = {
    **dict.fromkeys(("kr", "sek", "kronor"), ("money", Decimal(1))),
    **dict.fromkeys(("tkr", "kkr", "ksek", "tsek"), ("money", Decimal(1_000))),
    **dict.fromkeys(("mkr", "mnkr", "msek", "miljoner kronor"), ("money", Decimal(1_000_000))),
    **dict.fromkeys(("mdkr", "mdr kr", "miljarder kronor"), ("money", Decimal(1_000_000_000))),
    **dict.fromkeys(("%", "procent", "percent"), ("share", Decimal("0.01"))),
    **dict.fromkeys(("mån", "månad", "månader", "month", "months"), ("months", Decimal(1))),
    **dict.fromkeys(("år", "year", "years"), ("months", Decimal(12))),
    **dict.fromkeys(("personer", "person", "persons", "barn"), ("persons", Decimal(1))),
}

_SPACE = "[ \u00a0\u2009\u202f]"
_NUMBER = rf"(?:[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+)(?:[.,][0-9]+)?"
_QUANTITY = re.compile(rf"(?P<sign>[-−+]?)(?P<number>{_NUMBER})(?:{_SPACE}*(?P<unit>[^\W\d_][^\d_]*|%))?")
_AGES = re.compile(rf"(?P<low>[0-9]{{1,3}}){_SPACE}*[-–]{_SPACE}*(?P<high>[0-9]{{1,3}}){_SPACE}*(?:år|years)")
_PER_YEAR = re.compile(r"\s*/\s*(år|year)\s*$")
_LONGEST = 80


class QuantityError(ValueError):
    """The text is no quantity; the message says what was expected."""


class Quantity(float):
    """A number in its base unit that remembers what it measures.

    ``dimension`` is ``money`` (SEK), ``share`` (0.04 for 4 %), ``months``, ``persons`` or ``number``.
    """

    dimension: Dimension

    def __new__(cls, value: float, dimension: Dimension = "number") -> Self:
        quantity = super().__new__(cls, value)
        quantity.dimension = dimension
        return quantity

    def __getnewargs__(self) -> tuple[float, Dimension]:  # type: ignore[override]
        return float(self), self.dimension

    def __repr__(self) -> str:
        return f"Quantity({float(self)!r}, {self.dimension!r})"


def parse(text: str) -> Quantity:
    """Read one quantity; exact in decimal, so ``15,75 Mkr`` is 15 750 000 and nothing beside it.

    Raises:
        QuantityError: not a number, an unknown unit, or a number that two readers read differently.
    """
    text = text.strip()
    match = _QUANTITY.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise QuantityError("a number with its unit")
    dimension, scale = _unit(match["unit"])
    value = Decimal(_plain(match["number"], match["unit"] or "")) * scale
    return Quantity(float(-value if match["sign"] in {"-", "−"} else value), dimension)


def _unit(text: str | None) -> tuple[Dimension, Decimal]:
    if text is None:
        return "number", Decimal(1)
    found = _UNITS.get(re.sub(rf"{_SPACE}+", " ", text.strip()).casefold())
    if found is None:
        raise QuantityError(f"a unit such as kr, tkr, Mkr, %, mån or år instead of {text.strip()!r}")
    return found


def _plain(number: str, unit: str) -> str:
    whole, mark, decimals = number.partition("." if "." in number else ",")
    digits = re.sub(_SPACE, "", whole)
    # 1.500 is fifteen hundred to some readers and one and a half to others.
    if mark and len(decimals) == 3 and whole == digits and 1 <= int(digits) <= 999:
        thousands, decimal = f"{whole} {decimals} {unit}".strip(), f"{whole},{decimals}0 {unit}".strip()
        raise QuantityError(f"'{thousands}' for thousands or '{decimal}' for decimals")
    return f"{digits}.{decimals}" if mark else digits


def parse_age_range(text: str) -> tuple[int, int]:
    """Both ends of a range of ages, included.

    >>> parse_age_range("20–44 år")
    (20, 44)
    """
    match = _AGES.fullmatch(text.strip())
    if match is None or int(match["low"]) > int(match["high"]):
        raise QuantityError("a range of ages such as 20–44 år, the lower first")
    return int(match["low"]), int(match["high"])


def _digits(value: float, scale: Decimal = Decimal(1)) -> str:
    text = f"{Decimal(repr(float(value))) * scale:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, mark, decimals = text.partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if mark else whole


def write_money(value: float) -> str:
    """Exact text of an amount in SEK; :func:`parse` gives the same number back."""
    return f"{_digits(value)} kr"


def write_share(value: float) -> str:
    """Exact text of a share in per cent."""
    return f"{_digits(value, Decimal(100))} %"


def write_months(value: float) -> str:
    """Text of a number of months."""
    return f"{_digits(value)} mån"


def write_years(value: float) -> str:
    """Text of a number of years, or an age."""
    return f"{_digits(value)} år"


def write_quantity(value: Quantity) -> str | float:
    """Text of any quantity; one without a unit stays a number."""
    match value.dimension:
        case "money":
            return write_money(value)
        case "share":
            return write_share(value)
        case "months":
            return write_months(value)
        case "persons":
            return f"{_digits(value)} personer"
        case "number":
            return float(value)


def _read(value: object, dimension: Dimension, what: str) -> Quantity:
    """A non-negative quantity of one dimension, from text with a unit."""
    if not isinstance(value, str):
        raise problem(what)
    try:
        quantity = parse(value)
    except QuantityError as error:
        raise problem(f"{what}: {error}") from None
    if quantity.dimension != dimension:
        raise problem(what)
    if quantity < 0:
        raise problem(f"{what}, not negative")
    return quantity


_MONEY = "an amount with its unit, such as 5 Mkr, 736 tkr or 42 000 kr"
_MONEY_PER_YEAR = "an amount per year with its unit, such as 736 tkr or 736 tkr/år"
_SHARE = "a share from 0 % to 100 %, such as 25 %"
_MONTHS = "a whole number of months with its unit, such as 36 mån or 3 år"
_YEARS = "a whole number of years with its unit, such as 20 år"
_RATIO = "a ratio above 0, such as 0.75"
_ANY = "a number in the parameter's own unit, or a quantity such as 42 000 kr, 4 % or 6 mån"


def _money(value: object) -> float:
    return float(_read(value, "money", _MONEY))


def _money_per_year(value: object) -> float:
    if isinstance(value, str):
        value = _PER_YEAR.sub("", value)
    return float(_read(value, "money", _MONEY_PER_YEAR))


def _share(value: object) -> float:
    share = float(_read(value, "share", _SHARE))
    if share > 1:
        raise problem(_SHARE)
    return share


def _whole(per: int, what: str) -> Callable[[object], int]:
    def read(value: object) -> int:
        count = float(_read(value, "months", what)) / per
        if count != int(count) or count > 2400 / per:
            raise problem(f"{what}, at most 200 years")
        return int(count)

    return read


def _ratio(value: object) -> float:
    number = _number(value, _RATIO)
    if number.dimension != "number" or not 0 < number <= 1000:
        raise problem(_RATIO)
    return float(number)


def _any(value: object) -> Quantity:
    return _number(value, _ANY)


def _number(value: object, what: str) -> Quantity:
    if isinstance(value, str):
        try:
            return parse(value)
        except QuantityError as error:
            raise problem(f"{what}: {error}") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
        raise problem(what)
    return value if isinstance(value, Quantity) else Quantity(value)


def _text_field(read: Callable[[object], Any], write: Callable[..., str], what: str, example: str) -> Any:
    return (
        BeforeValidator(read, json_schema_input_type=str),
        PlainSerializer(write, when_used="json"),
        Field(description=what[0].upper() + what[1:] + ".", examples=[example]),
    )


Money = Annotated[float, *_text_field(_money, write_money, _MONEY, "5 Mkr")]
"""SEK, zero or more."""

MoneyPerYear = Annotated[float, *_text_field(_money_per_year, write_money, _MONEY_PER_YEAR, "736 tkr/år")]
"""SEK per year, zero or more."""

Share = Annotated[float, *_text_field(_share, write_share, _SHARE, "25 %")]
"""0 to 1."""

Months = Annotated[int, *_text_field(_whole(1, _MONTHS), write_months, _MONTHS, "36 mån")]
"""Whole months, zero or more."""

Years = Annotated[int, *_text_field(_whole(12, _YEARS), write_years, _YEARS, "20 år")]
"""Whole years or an age, zero or more."""

Ratio = Annotated[float, BeforeValidator(_ratio, json_schema_input_type=float | str), Field(description=_RATIO)]
"""A multiplier above zero; no unit."""

AnyQuantity = Annotated[
    Quantity,
    PlainValidator(_any, json_schema_input_type=float | str),
    PlainSerializer(write_quantity, return_type=str | float, when_used="json"),
]
"""A number that remembers its dimension."""

CalendarYear = Annotated[int, Field(strict=True, ge=1900, le=2200)]
Count = Annotated[int, Field(strict=True, ge=1, le=200_000)]
