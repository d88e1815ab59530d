"""Writing files whole or not at all: under a temporary name in the same folder, then renamed."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from exclusim.model.errors import ExclusimError

__all__ = ["atomic_path", "ensure_folder", "file_error", "write_text"]

_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space or choose another folder"),
    errno.EDQUOT: ("the disk quota is used up", "free some space or choose another folder"),
    errno.EFBIG: ("the file grew beyond the largest size allowed here", "choose another folder"),
    errno.EACCES: ("permission denied", "choose a folder you may write in"),
    errno.EPERM: ("permission denied", "choose a folder you may write in"),
    errno.EROFS: ("the disk is read-only", "choose another folder"),
    errno.ENOENT: ("the folder does not exist", "create it or choose another"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "choose another folder"),
    errno.EISDIR: ("that is a folder, and a file was expected", "choose a file name"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
    errno.EEXIST: ("a file of that name is in the way", "choose another name"),
}


def file_error(path: Path, error: OSError) -> ExclusimError:
    """The clear message for an operating-system error while writing ``path``."""
    reason, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), ""))
    return ExclusimError(f"cannot write {path}: {reason}", hint=hint)


def ensure_folder(folder: Path) -> Path:
    """Create ``folder`` with its parents where missing.

    Raises:
        ExclusimError: it cannot be created, or a file is in its place.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(folder, error) from error
    return folder


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path``; it replaces ``path`` when the block ends without an error.

    After an error, an interrupt included, the temporary file is gone and an older ``path`` is untouched.

    Raises:
        ExclusimError: for any ``OSError`` in the block or while replacing.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        yield temporary
        # Without the flush a power cut after the rename could leave an empty file under the real name.
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise file_error(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 with ``\\n`` line ends, atomically."""
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
