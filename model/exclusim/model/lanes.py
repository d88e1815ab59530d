"""The sums of :mod:`~exclusim.model.sums` four terms at a time: what a run's time goes to, in vector registers.

Numba's loops add one term after another. Here every step reads, multiplies and adds four neighbouring numbers, and the
four sums meet in the same order as there, so that the last bit is the same on every machine.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from exclusim.model.rates import LANES

__all__ = ["most_of_products", "passed_by", "sum_of_products"]

_FLOAT, _SIZE = ir.FloatType(), ir.IntType(64)
_FOUR = ir.VectorType(_FLOAT, LANES)


@intrinsic
def sum_of_products(typingctx: Any, first: Any, last: Any, *rows: Any) -> Any:
    """Sum over positions ``first`` … ``last`` − 1 of the products of the numbers that the rows have there.

    ``rows`` are tables, each followed by where the row begins in it.
    """

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        rows = _rows(context, builder, signature.args[2], args[2])
        return _summed(builder, args[0], args[1], lambda k: _product(builder, [_read(builder, row, k) for row in rows]))

    return types.float64(types.uint64, types.uint64, types.Tuple(rows)), codegen


@intrinsic
def most_of_products(typingctx: Any, first: Any, last: Any, *rows: Any) -> Any:
    """The same with the larger of the first two rows for the first factor."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        rows = _rows(context, builder, signature.args[2], args[2])

        def term(k: Any) -> Any:
            now, later, *others = (_read(builder, row, k) for row in rows)
            larger = builder.select(builder.fcmp_ordered(">", now, later), now, later)
            return _product(builder, [larger, *others])

        return _summed(builder, args[0], args[1], term)

    return types.float64(types.uint64, types.uint64, types.Tuple(rows)), codegen


def _rows(context: Any, builder: Any, kinds: Any, rows: Any) -> list[Any]:
    """Pointers to where the rows begin."""
    given = cgutils.unpack_tuple(builder, rows)
    found = []
    for k in range(0, len(given), 2):
        array = context.make_array(kinds[k])(context, builder, given[k])
        found.append(builder.gep(array.data, [given[k + 1]]))
    return found


def _read(builder: Any, row: Any, k: Any) -> Any:
    return builder.load(builder.bitcast(builder.gep(row, [k]), _FOUR.as_pointer()), align=4)


def _product(builder: Any, factors: list[Any]) -> Any:
    product = factors[0]
    for factor in factors[1:]:
        product = builder.fmul(product, factor)
    return product


def _summed(builder: Any, first: Any, last: Any, term: Any) -> Any:
    """Four sums side by side, then (first + second) + (third + fourth)."""
    total = cgutils.alloca_once_value(builder, ir.Constant(_FOUR, None))
    with cgutils.for_range_slice(builder, first, last, ir.Constant(_SIZE, LANES), _SIZE) as (k, _):
        builder.store(builder.fadd(builder.load(total), term(k)), total)
    lanes = [builder.extract_element(builder.load(total), ir.Constant(ir.IntType(32), k)) for k in range(LANES)]
    return builder.fpext(builder.fadd(builder.fadd(*lanes[:2]), builder.fadd(*lanes[2:])), ir.DoubleType())


@intrinsic
def passed_by(typingctx: Any, first: Any, last: Any, below: Any, *rows: Any) -> Any:
    """How many of the sums from the first product to each of them are no more than ``below``.

    The sums are made one after the other, without a branch that could be foreseen wrongly.
    """

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        rows = _rows(context, builder, signature.args[3], args[3])
        reached = cgutils.alloca_once_value(builder, ir.Constant(_FLOAT, 0.0))
        passed = cgutils.alloca_once_value(builder, ir.Constant(_SIZE, 0))
        with cgutils.for_range_slice(builder, args[0], args[1], ir.Constant(_SIZE, LANES), _SIZE) as (k, _):
            product = _product(builder, [_read(builder, row, k) for row in rows])
            total, several = builder.load(reached), builder.load(passed)
            for lane in range(LANES):
                total = builder.fadd(total, builder.extract_element(product, ir.Constant(ir.IntType(32), lane)))
                several = builder.add(several, builder.zext(builder.fcmp_ordered("<=", total, args[2]), _SIZE))
            builder.store(total, reached)
            builder.store(several, passed)
        return builder.load(passed)

    return types.int64(types.uint64, types.uint64, types.float32, types.Tuple(rows)), codegen
