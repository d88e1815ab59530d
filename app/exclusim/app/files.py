"""Where a run's files go, checked before the run and written whole after it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exclusim.model.errors import ExclusimError

__all__ = [
    "DEFAULT_FOLDER",
    "DEFAULT_STORE",
    "DEFAULT_STORE_FILE",
    "check_folder",
    "default_folder",
    "publish",
    "staged",
]

DEFAULT_FOLDER = Path("exclusim-out")
DEFAULT_STORE_FILE = DEFAULT_FOLDER / "exclusim.sqlite"
DEFAULT_STORE = f"sqlite:///{DEFAULT_STORE_FILE}"
_DESCRIPTION = "datapackage.json"  # names the tables beside it


def default_folder(case: str, preset: str) -> Path:
    """Folder of a run's files where the user names none."""
    return DEFAULT_FOLDER / f"{case}-{preset}"


def check_folder(folder: Path) -> None:
    """Find out before a long run whether its files can be written to ``folder``; nothing is created.

    Raises:
        ExclusimError: a file is in the way, or the place may not be written to.
    """
    nearest = _nearest(folder)
    if not nearest.is_dir():
        raise ExclusimError(f"cannot write to {folder}: {nearest} is a file", hint="choose a folder with --out")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise ExclusimError(
            f"cannot write to {folder}: permission denied in {nearest}",
            hint="choose another folder with --out",
        )


def _nearest(path: Path) -> Path:
    """The path itself or its nearest parent that exists."""
    return next(place for place in (path, *path.absolute().parents) if os.path.lexists(place))


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A temporary folder on the disk of ``folder``; its content appears there when the block ends well.

    After an error, an interrupt included, nothing of it is left. A new folder appears at once with all its
    files; in one that exists, files of the same name are replaced one by one, each whole.

    Raises:
        ExclusimError: for any ``OSError`` in the block or while moving the files into place.
    """
    from exclusim.results.files import file_error

    temporary: Path | None = None
    try:
        # Not mkdtemp: its mode 0700 would be the finished folder's.
        temporary = _nearest(folder).absolute() / f".{folder.name}.{os.getpid()}-{secrets.token_hex(4)}.part"
        temporary.mkdir()
        yield temporary
        publish(temporary, folder)
    except OSError as error:
        raise file_error(folder, error) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def publish(source: Path, folder: Path) -> None:
    """Move everything in ``source`` to ``folder``, replacing files of the same name."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, folder)
        return
    _remove_old_tables(source, folder)
    for item in sorted(source.iterdir()):
        target = folder / item.name
        if item.is_dir():
            target.mkdir(exist_ok=True)
            publish(item, target)
        else:
            os.replace(item, target)


def _remove_old_tables(source: Path, folder: Path) -> None:
    """Remove tables of an earlier run that the new one does not have; two runs must never mix in a folder."""
    new, old = source / _DESCRIPTION, folder / _DESCRIPTION
    if not (new.is_file() and old.is_file()):
        return
    try:
        names = {str(item["name"]) for item in json.loads(old.read_bytes())["resources"]}
    except (ValueError, KeyError, TypeError):
        return  # not a description of ours
    for name in names:
        for suffix in (".csv", ".parquet"):
            if name.isidentifier() and not (source / f"{name}{suffix}").exists():
                (folder / f"{name}{suffix}").unlink(missing_ok=True)
