"""Results of a task as bytes: the same value always gives the same bytes, and the bytes the same value bit for bit.

Not pickle: a store may be shared, and reading a pickle runs whatever its writer put there. Here a header in JSON says
what is what, arrays follow as they lie in memory, and nothing but dataclasses of this program is ever built.
"""

from __future__ import annotations

import importlib
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa

from exclusim.model.errors import ExclusimError

__all__ = ["pack", "unpack"]

_CODEC = "zstd"
_HEAD = struct.Struct("<4sIQ")  # mark, bytes of the header, bytes before compression
_MARK = b"EXC1"
_ROOT = "exclusim."
_DAMAGED = ArithmeticError, AttributeError, ImportError, LookupError, OSError, TypeError, ValueError, struct.error
"""What reading anything but a packed value may end in."""


def pack(value: object) -> bytes:
    """A frozen dataclass of this program with numbers, texts, arrays and mappings from texts in it, as bytes.

    Raises:
        TypeError: something in it is of another kind.

    >>> unpack(pack({"a": (1, 2.5), "b": None}))
    {'a': (1, 2.5), 'b': None}
    """
    arrays: list[bytes] = []
    header = json.dumps(_described(value, arrays), separators=(",", ":")).encode()
    body = b"".join([header, *arrays])
    return _HEAD.pack(_MARK, len(header), len(body)) + bytes(pa.compress(body, codec=_CODEC, asbytes=True))


def unpack(data: bytes) -> Any:
    """The value that was packed; its arrays are contiguous and read-only.

    Raises:
        ExclusimError: these are not the bytes of a packed value.
    """
    try:
        mark, header, size = _HEAD.unpack_from(data)
        if mark != _MARK:
            raise ValueError("no mark")
        body = pa.decompress(data[_HEAD.size :], decompressed_size=size, codec=_CODEC, asbytes=True)
        return _Reader(body, header).value(json.loads(body[:header]))
    except _DAMAGED as error:
        raise ExclusimError("a stored draw is damaged", hint="make the run again") from error


def _described(value: object, arrays: list[bytes]) -> Any:
    """``value`` as JSON: itself where JSON has it, else a list that begins with its kind."""
    if isinstance(value, np.generic):
        return ["scalar", value.dtype.str, _described(np.asarray(value), arrays)]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray):
        if value.dtype.hasobject:
            raise TypeError("an array of objects cannot be packed")
        arrays.append(np.ascontiguousarray(value).tobytes())
        return ["array", value.dtype.str, list(value.shape)]
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        if not kind.__module__.startswith(_ROOT):
            raise TypeError(f"{kind.__module__}.{kind.__qualname__} is not a dataclass of this program")
        parts = [_described(getattr(value, field.name), arrays) for field in fields(value)]
        return ["of", f"{kind.__module__}:{kind.__qualname__}", [field.name for field in fields(value)], parts]
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a mapping from anything but texts cannot be packed")
        if value and all(type(item) is float for item in value.values()):
            return ["floats", list(value), _described(np.array(list(value.values())), arrays)]
        return ["dict", list(value), [_described(item, arrays) for item in value.values()]]
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return ["tuple" if isinstance(value, tuple) else "list", [_described(item, arrays) for item in value]]
    raise TypeError(f"a {type(value).__name__} cannot be packed")


class _Reader:
    """Reads described values in the order in which they were described: arrays lie one after another."""

    def __init__(self, body: bytes, begin: int) -> None:
        self._body, self._at = body, begin

    def value(self, described: Any) -> Any:
        if not isinstance(described, list):
            return described
        match described:
            case ["array", dtype, shape]:
                return self._array(np.dtype(dtype), tuple(shape))
            case ["scalar", dtype, array]:
                return np.dtype(dtype).type(self.value(array)[()])
            case ["floats", names, array]:
                return dict(zip(names, self.value(array).tolist(), strict=True))
            case ["dict", names, items]:
                return dict(zip(names, [self.value(item) for item in items], strict=True))
            case ["list", items]:
                return [self.value(item) for item in items]
            case ["tuple", items]:
                return tuple(self.value(item) for item in items)
            case ["of", name, names, parts]:
                return _dataclass(name)(**dict(zip(names, [self.value(part) for part in parts], strict=True)))
        raise ValueError("an unknown kind")

    def _array(self, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
        found = np.frombuffer(self._body, dtype, prod(shape), self._at).reshape(shape)
        self._at += found.nbytes
        # A copy where the header's length leaves numbers off their boundaries: sums must not depend on it.
        return found if found.flags.aligned else found.copy()


@cache
def _dataclass(name: str) -> type[Any]:
    module, _, kind = name.partition(":")
    if not module.startswith(_ROOT):
        raise ValueError(f"{module} is not of this program")
    found: Any = importlib.import_module(module)
    for part in kind.split("."):
        found = getattr(found, part)
    if not (isinstance(found, type) and is_dataclass(found)):
        raise ValueError(f"{name} is not a dataclass")
    return found
