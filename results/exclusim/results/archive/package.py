"""The archive as a zip file: written to the same bytes every time, read with suspicion."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from exclusim.model.errors import ExclusimError
from exclusim.results.archive.manifest import CASE, CITATION, CRATE, DOCUMENT, MANIFEST, SCHEMA_VERSION, Manifest

__all__ = ["read_package", "write_package"]

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest a zip file knows: times would make equal archives differ
_LARGEST = 1 << 30  # bytes of all files together
_MOST_FILES = 200
_DENSEST = 200  # bytes out of one byte in; ours give about ten
_SMALL = 1 << 20  # bytes below which nobody minds how dense a file is
_NEEDED = (MANIFEST, CASE, DOCUMENT, CRATE, CITATION)


def write_package(files: Mapping[str, bytes]) -> bytes:
    """The zip file with ``files`` in the order of their paths, the manifest first."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files, key=lambda path: (path != MANIFEST, path)):
            info = zipfile.ZipInfo(path, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, files[path])
    return out.getvalue()


def read_package(path: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest and every file by its path. Nothing is written to disk.

    Raises:
        ExclusimError: it cannot be read, is not an archive of a run, lacks a part, or is made to do harm.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            files = {info.filename: _read(path, archive, info) for info in _entries(path, archive)}
    except OSError as error:
        raise ExclusimError(f"cannot read {path}: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError, ValueError) as error:
        raise ExclusimError(
            f"{path} is not a whole zip file", hint="expected an archive of `exclusim export`"
        ) from error
    missing = [name for name in _NEEDED if name not in files]
    if missing:
        raise _refused(path, f"it has no {missing[0]}")
    manifest = _manifest(path, files[MANIFEST])
    if lost := sorted(set(manifest.files) - set(files)):
        raise _refused(path, f"it has no {lost[0]}, which its manifest lists")
    if extra := sorted(set(files) - set(manifest.files) - {MANIFEST}):
        raise _refused(path, f"{extra[0]!r} is not in its manifest")
    return manifest, files


def _entries(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > _MOST_FILES:
        raise _refused(path, f"it holds {len(entries)} files, more than {_MOST_FILES}")
    names = [info.filename for info in entries]
    if len(set(names)) < len(names):
        raise _refused(path, "a file is in it twice")
    for info in entries:
        parts = PurePosixPath(info.filename).parts
        mode = info.external_attr >> 16
        outside = info.filename.startswith("/") or ".." in parts or "\\" in info.filename or ":" in info.filename
        if outside or not parts or info.is_dir() or stat.S_ISLNK(mode):
            raise _refused(path, f"{info.filename!r} is not a file inside it")
        if info.flag_bits & 1:
            raise _refused(path, f"{info.filename} is encrypted")
        if info.file_size > max(_SMALL, _DENSEST * info.compress_size):
            raise _refused(path, f"{info.filename} would unpack to {info.file_size / 1e6:.0f} MB")
    if sum(info.file_size for info in entries) > _LARGEST:
        raise _refused(path, f"its files are larger than {_LARGEST >> 30} GiB together")
    return entries


def _read(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)  # what it says of itself may be a lie
    if len(content) != info.file_size:
        raise _refused(path, f"{info.filename} has another size than it says")
    return content


def _manifest(path: Path, content: bytes) -> Manifest:
    try:
        found = Manifest.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise _refused(path, f"{MANIFEST}: {where}: {first['msg']}") from error
    if found.schema_version != SCHEMA_VERSION:
        raise _refused(path, f"its schema is {found.schema_version}, and this Exclusim reads {SCHEMA_VERSION}")
    return found


def _refused(path: Path, why: str) -> ExclusimError:
    return ExclusimError(f"{path} is refused: {why}", hint="expected an archive of `exclusim export`")
