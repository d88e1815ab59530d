"""The cost book of a draw: declared lines in SEK of one price year, service use scaled to the anchors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from exclusim.calibration.costs import agencies, care, income, municipal, reference, schooling, work
from exclusim.calibration.costs.anchoring import Anchor, solve
from exclusim.calibration.costs.terms import MONTHS_PER_YEAR, Amount, Line
from exclusim.calibration.prices import price_index
from exclusim.model.money import PUBLIC, Basis, CostLine, Kind
from exclusim.model.parameters import ASSUMPTION, Draw, Parameter, Parameters

__all__ = ["LINES", "anchors", "corrected_flat_share", "cost_book", "cost_parameters", "reference_year"]

LINES: tuple[Line, ...] = (
    *income.LINES,
    *agencies.LINES,
    *municipal.LINES,
    *care.LINES,
    *schooling.LINES,
    *work.LINES,
)
"""All declared lines, in the order of the book."""


@cache
def cost_parameters() -> Parameters:
    """Every number behind the cost book; all names begin with ``cost.``."""
    found: dict[str, Parameter] = {}
    for item in _declared():
        if found.setdefault(item.name, item) is not item:
            raise ValueError(f"parameter {item.name} is declared twice")
    return Parameters(found.values())


def cost_book(draw: Draw, price_year: int) -> tuple[CostLine, ...]:
    """The book in SEK of ``price_year``.

    Args:
        draw: values of (at least) all cost parameters.
        price_year: a year of the price index.

    Raises:
        ExclusimError: the index lacks the price year.
    """
    amounts = _amounts(draw.values, price_year)
    factors = {actor: anchor.factor for actor, anchor in _solve(draw, price_year, amounts).items()}
    return tuple(
        CostLine(
            line.trigger,
            line.payer,
            line.kind,
            amount * factors[line.payer.reported] if line.basis is Basis.ANCHORED else amount,
            line.service,
            line.basis,
            source,
            line.payee,
            line.scope,
            line.note,
        )
        for line, source, amount in zip(LINES, _sources(), amounts, strict=True)
    )


def anchors(draw: Draw, price_year: int) -> dict[str, Anchor]:
    """How each public actor's service use was scaled, by reported actor, SEK a year of ``price_year``."""
    return _solve(draw, price_year, _amounts(draw.values, price_year))


def reference_year(draw: Draw, price_year: int) -> dict[str, dict[str, float]]:
    """Cost of a year of staying excluded by reported actor and kind, SEK of ``price_year``.

    Real costs and transfers of the public actors sum to the drawn anchors; ``revenue`` is tax lost (positive)
    or gained, and lies outside them; ``production`` is its own actor.
    """
    year: dict[str, dict[str, float]] = {
        actor: {kind.value: 0.0 for kind in Kind if kind is not Kind.PRODUCTION} for actor in PUBLIC
    } | {"production": {Kind.PRODUCTION.value: 0.0}}
    shares = _exposure(draw.values)
    for line in cost_book(draw, price_year):
        if line.trigger in shares:
            year[line.payer.reported][line.kind.value] += MONTHS_PER_YEAR * shares[line.trigger] * line.amount
    return year


def corrected_flat_share(draw: Draw) -> float:
    """Share of the public cost of the reference year that is real cost rather than transfers.

    The published flat accounts add the whole public cost to lost production. Only this share of it is a cost
    to society: the transfers are counted in the production already.
    """
    price_year = _year(draw.values, reference.ANCHOR_YEAR)
    year = reference_year(draw, price_year)
    real = sum(year[actor]["real"] for actor in PUBLIC)
    return real / (real + sum(year[actor]["transfer"] for actor in PUBLIC))


def _declared() -> Iterator[Parameter]:
    for line in LINES:
        yield from line.amount.parameters
    for part in reference.STATUSES:
        yield from (part.weight, *part.times, *part.rest)
    yield from (prevalence.share for prevalence in reference.BURDENS)
    yield from (reference.PUBLIC_TOTAL, reference.MUNICIPAL_SHARE, reference.ANCHOR_YEAR)
    yield from (*reference.REMAINDER.values(), reference.LEAST_FACTOR)


@cache
def _sources() -> tuple[str, ...]:
    """Ids behind every line; an anchored line rests on its anchor too."""

    def of(line: Line) -> str:
        if line.basis is not Basis.ANCHORED:
            return line.source
        ids = "" if line.source == ASSUMPTION else line.source
        return f"{ids} UC116 UC118".strip() if line.payer.reported == "kommun" else f"{ids} UC116".strip()

    return tuple(of(line) for line in LINES)


def _year(values: Mapping[str, float], year: int | Parameter) -> int:
    return round(values[year.name]) if isinstance(year, Parameter) else year


def _amounts(values: Mapping[str, float], price_year: int) -> list[float]:
    """Unscaled amount of every line."""
    index = price_index()
    factors: dict[int, float] = {}

    def evaluate(amount: Amount) -> float:
        year = _year(values, amount.price.year)
        if amount.price.nominal and price_year > year:
            year = price_year
        if year not in factors:
            factors[year] = index.factor(year, price_year)
        result = amount.constant * factors[year] * values[amount.price.value.name]
        for item in amount.times:
            result *= values[item.name]
        for item in amount.over:
            result /= values[item.name]
        for item in amount.rest:
            result *= 1.0 - values[item.name]
        for item in amount.added:
            result *= 1.0 + values[item.name]
        return result

    return [evaluate(line.amount) for line in LINES]


def _exposure(values: Mapping[str, float]) -> dict[str, float]:
    """Trigger → share of the reference year's months in which it holds. A year of staying has no entries."""
    weights: dict[str, float] = {}
    for part in reference.STATUSES:
        weight = values[part.weight.name]
        for item in part.times:
            weight *= values[item.name]
        for item in part.rest:
            weight *= 1.0 - values[item.name]
        weights[part.status] = weight
    total = sum(weights.values())
    shares: dict[str, float] = {}
    for status, weight in weights.items():
        activity, _, support = status.partition("/")
        for trigger in (f"activity:{activity}", f"support:{support}", f"status:{status}"):
            shares[trigger] = shares.get(trigger, 0.0) + weight / total
    for prevalence in reference.BURDENS:
        shares[f"burden:{prevalence.burden}"] = values[prevalence.share.name]
    return shares


def _solve(draw: Draw, price_year: int, amounts: list[float]) -> dict[str, Anchor]:
    values = draw.values
    shares = _exposure(values)
    fixed, scalable = dict.fromkeys(PUBLIC, 0.0), dict.fromkeys(PUBLIC, 0.0)
    for line, amount in zip(LINES, amounts, strict=True):
        if line.kind in (Kind.REAL, Kind.TRANSFER) and line.trigger in shares:
            side = scalable if line.basis is Basis.ANCHORED else fixed
            side[line.payer.reported] += MONTHS_PER_YEAR * shares[line.trigger] * amount
    public = values[reference.PUBLIC_TOTAL.name] * price_index().factor(
        _year(values, reference.ANCHOR_YEAR), price_year
    )
    return solve(
        public,
        public * values[reference.MUNICIPAL_SHARE.name],
        {actor: values[item.name] for actor, item in reference.REMAINDER.items()},
        fixed,
        scalable,
        values[reference.LEAST_FACTOR.name],
    )
