"""Asking for memory before it is read: people to look at lie far apart, so that no hardware foresees them."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

__all__ = ["ask_for", "coming"]

_AHEAD = 12  # people; memory takes as long to come as these take to be dealt with
_READ, _KEEP, _DATA = 0, 3, 1


@intrinsic
def ask_for(typingctx: Any, array: Any, row: Any) -> Any:
    """Begin to fetch a row of an array; whoever reads it later need not wait."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        at = builder.bitcast(builder.gep(data, [args[1]]), cgutils.voidptr_t)
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(fetch, [at, *(number(value) for value in (_READ, _KEEP, _DATA))])
        return context.get_dummy_value()

    return types.void(array, types.uint64), codegen


@njit(inline="always")
def coming(rows, n, found):  # type: ignore[no-untyped-def]
    """The row whose turn comes soon after the n-th of those found."""
    return np.uint64(rows[min(n + _AHEAD, found - 1)])
