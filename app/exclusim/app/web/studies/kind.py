"""What a kind of study is: one declaration says how it is done, read back, shown and handed out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel

from exclusim.app.web.studies.order import Order

__all__ = ["CSV", "HTML", "JSON", "PDF", "XLSX", "Download", "Kind", "Progress", "as_json", "as_page", "zipped"]

type Progress = Callable[[str, float], None]

PDF = "application/pdf"
HTML = "text/html; charset=utf-8"
JSON = "application/json"
CSV = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Download[D: BaseModel]:
    """A file that a finished study hands out.

    Args:
        name: of the file, its extension included.
        label: Swedish, for the button.
        media: its media type.
        write: writes it in the language spoken, from the document and the study's folder, to a path.
    """

    name: str
    label: str
    media: str
    write: Callable[[D, Path, Path], None]


@dataclass(frozen=True, slots=True)
class Kind[D: BaseModel]:
    """A kind of study.

    Args:
        name: in addresses.
        label: Swedish.
        question: that it answers, in Swedish.
        perform: does it in a worker process; may keep what it needs in the study's folder.
        read: the document from its JSON.
        page: the document as a page in the language spoken.
        downloads: what it hands out beside the page.
    """

    name: str
    label: str
    question: str
    perform: Callable[[Order, Path, Progress], D]
    read: Callable[[bytes], D]
    page: Callable[[D], str]
    downloads: tuple[Download[D], ...]


def as_page[D: BaseModel](page: Callable[[D], str], name: str) -> Download[D]:
    """The whole page as one file that needs no network."""
    return Download(f"{name}.html", "Hela sidan (HTML)", HTML, lambda d, _, path: _text(path, page(d)))


def as_json[D: BaseModel](name: str) -> Download[D]:
    """The document as data."""
    return Download(
        f"{name}.json",
        "Resultatet som data (JSON)",
        JSON,
        lambda document, _, path: _text(path, document.model_dump_json(indent=2, by_alias=True)),
    )


def zipped[D: BaseModel](write: Callable[[D, Path, Path], object]) -> Download[D]:
    """Tables in one archive; ``write`` gets the document, the study's folder and the folder to write to."""

    def packed(document: D, study: Path, path: Path) -> None:
        with (
            TemporaryDirectory(prefix="exclusim-") as name,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            folder = Path(name)
            write(document, study, folder)
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(folder))

    return Download("tabeller.zip", "Tabeller (CSV)", CSV, packed)


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
