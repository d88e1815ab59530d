"""When machine code kept on disk is out of date.

Numba keeps the machine code of a function for as long as the function's own file is unchanged, whatever happens to the
files of the functions it calls. A digest of them all, bound into the function as a constant, becomes part of the key.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType

__all__ = ["digest_of"]


def digest_of(*modules: ModuleType) -> str:
    """A digest of the modules' source files."""
    digest = hashlib.blake2b(digest_size=16)
    for module in modules:
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()
