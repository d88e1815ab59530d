"""Is this upload a workbook that is safe to read? Judged on the archive, before any spreadsheet code sees it.

A workbook is a zip archive of XML. What may go wrong: an archive that unpacks to far more than its size, XML that
refers to itself or to other files, macros, and texts so long that a reader's patterns take for ever over them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from exclusim.results.language import _
from exclusim.results.local_figures.problems import CellProblem, WorkbookError

__all__ = ["LARGEST_UPLOAD", "check_archive"]

LARGEST_UPLOAD = 5_000_000  # bytes
_LARGEST_UNPACKED = 20_000_000  # bytes in all
_LARGEST_RATIO = 100  # a template packs 6 times, spreadsheet XML seldom more than 30
_SMALL = 100_000  # bytes; below this no ratio is suspicious
_MOST_PARTS = 300
_MOST_TAGS = 100_000  # of XML, in all parts together; a filled-in template has 6 000
_MOST_STYLE_TAGS = 10_000
_MOST_SHARED_FORMULAS = 1_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_FOREIGN_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")  # UTF-16 and UTF-32, in which a DTD could hide

_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SHARED = re.compile(rb"""t\s{0,5}=\s{0,5}["']shared""")
# Excel itself allows 8 192 characters in a formula and 255 in a number format.
_LONG_TEXTS = (
    re.compile(rb"<(?:\w{1,20}:)?f(?:\s[^<>]{0,300})?>[^<]{2000}"),
    re.compile(rb"<(?:\w{1,20}:)?definedName(?:\s[^<>]{0,2000})?>[^<]{2000}"),
    re.compile(rb"""formatCode\s{0,5}=\s{0,5}(?:"[^"]{1000}|'[^']{1000})"""),
)


def check_archive(data: bytes, name: str) -> None:
    """Refuse what is no workbook, or none that should be opened.

    Args:
        data: the file's bytes.
        name: its name, for the suffix and the message.

    Raises:
        WorkbookError: with what was found and expected.
    """
    if not name.lower().endswith(".xlsx"):
        raise _refused(name, _("filnamnet slutar inte på .xlsx; spara mallen som en Excel-arbetsbok (.xlsx)"))
    if len(data) > LARGEST_UPLOAD:
        raise _refused(name, _("filen är större än {n} MB").format(n=LARGEST_UPLOAD // 1_000_000))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist(), len(data), name)
            _check_parts(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
        # the standard library's ways of saying that an archive is broken
        raise _refused(name, _("filen är ingen läsbar Excel-arbetsbok (.xlsx)")) from None


def _refused(name: str, message: str) -> WorkbookError:
    return WorkbookError(name, [CellProblem("", "", message)])


def _check_directory(parts: list[zipfile.ZipInfo], size: int, name: str) -> None:
    names = [part.filename for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if "[Content_Types].xml" not in names or len(set(names)) < len(names):
        raise _refused(name, _("filen är ingen läsbar Excel-arbetsbok (.xlsx)"))
    if len(parts) > _MOST_PARTS or unpacked > _LARGEST_UNPACKED or unpacked > max(_SMALL, _LARGEST_RATIO * size):
        raise _refused(name, _("filen packas upp till mer än en ifylld mall kan innehålla; utgå från en ny mall"))
    if any(part.compress_type not in _METHODS or part.flag_bits & _ENCRYPTED for part in parts):
        raise _refused(name, _("filen är krypterad eller packad på ett okänt sätt; spara den utan lösenord"))
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise _refused(name, _("filen innehåller makron; spara den som en Excel-arbetsbok utan makron (.xlsx)"))


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    tags = shared = 0
    for part in archive.infolist():
        content = archive.read(part)  # at most the size it states, which is bounded above
        if content[:2] in _FOREIGN_ENCODINGS or content[:4] == b"\x00\x00\x00<":
            raise _refused(name, _("filen är ingen läsbar Excel-arbetsbok (.xlsx)"))
        if _DTD.search(content):
            raise _refused(name, _("filen innehåller en dokumenttypsdefinition, vilket en arbetsbok aldrig gör"))
        many_styles = part.filename.endswith("styles.xml") and content.count(b"<") > _MOST_STYLE_TAGS
        if many_styles or any(pattern.search(content) for pattern in _LONG_TEXTS):
            raise _refused(name, _("filen innehåller orimligt långa formler eller orimligt många talformat"))
        tags += content.count(b"<")
        shared += len(_SHARED.findall(content))
    if tags > _MOST_TAGS or shared > _MOST_SHARED_FORMULAS:
        raise _refused(name, _("filen innehåller fler celler än en ifylld mall; utgå från en ny mall"))
