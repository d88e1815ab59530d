"""The few flags that are set among many, found 64 at a time.

Numba has no vector instructions of its own, and no loop of it is compiled to one that turns 64 bytes into a word.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

__all__ = ["WORD", "count_of", "lowest_of", "set_among"]

WORD = 64


@intrinsic
def set_among(typingctx: Any, flags: Any, start: Any) -> Any:
    """One bit for each of the 64 bytes of ``flags`` from ``start`` on: whether it is set."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, args[0])
        at = cgutils.gep_inbounds(builder, array.data, args[1])
        several = ir.VectorType(ir.IntType(8), WORD)
        read = builder.load(builder.bitcast(at, several.as_pointer()), align=1)
        return builder.bitcast(builder.icmp_unsigned("!=", read, ir.Constant(several, None)), ir.IntType(WORD))

    return types.uint64(flags, types.uint64), codegen


@intrinsic
def count_of(typingctx: Any, word: Any) -> Any:
    """How many bits are set."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), codegen


@intrinsic
def lowest_of(typingctx: Any, word: Any) -> Any:
    """Position of the lowest bit that is set; 64 where none is."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), codegen
