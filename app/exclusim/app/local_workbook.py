"""The workbook of ``exclusim localise``: a template for a municipality's own figures, and what it filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from exclusim.app.files import check_folder
from exclusim.calibration.local import LocalDocument, Observation, Place, Request, find_place
from exclusim.model.errors import ExclusimError
from exclusim.results.files import atomic_path
from exclusim.results.labels import number, percent, unit
from exclusim.results.language import ENGLISH, _, speaking
from exclusim.results.local_figures import LARGEST_UPLOAD, LocalFigures, read_workbook, template_bytes
from exclusim.scenarios.schema import Case

__all__ = ["place_of", "print_costs", "read_own", "request_of", "write_template"]


def write_template(file: Path, case: Case, municipality: str | None) -> None:
    """Write the workbook to fill in, with what is known of the municipality where one is named.

    Raises:
        ExclusimError: another file name, a place that cannot be written to, or a case that cannot be moved.
    """
    if file.suffix.lower() != ".xlsx":
        raise ExclusimError(f"--template {file}: expected a file name that ends in .xlsx")
    if file.is_dir():
        raise ExclusimError(f"cannot write {file}: it is a folder")
    content = template_bytes(case, find_place(municipality) if municipality is not None else None)
    check_folder(file.parent)
    with atomic_path(file) as temporary:
        temporary.write_bytes(content)


def read_own(file: Path) -> LocalFigures:
    """A filled-in template; messages are in English, as all on the command line.

    Raises:
        ExclusimError: it cannot be read, or its cells have problems: all of them, each with its cell.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_UPLOAD + 1)  # one byte more than is allowed tells that it is too large
    except OSError as error:
        raise ExclusimError(f"{file}: {error.strerror or error}") from None
    with speaking(ENGLISH):
        return read_workbook(data, str(file))


def place_of(own: LocalFigures, municipality: str | None) -> Place:
    """The workbook's municipality, which must be the one asked for.

    Raises:
        ExclusimError: it is another one, or cannot be told.
    """
    with speaking(ENGLISH):
        return own.place(municipality)


def request_of(
    own: LocalFigures, place: Place, case: Case, case_name: str, fetched: Sequence[Observation], births: int | None
) -> Request:
    """The local case to make; what the municipality states goes before what was fetched."""
    request = own.request(case, case_name, place, births)
    return replace(request, given=(*fetched, *request.given))


def print_costs(document: LocalDocument, console: Console) -> None:
    """The unit costs of the municipality's own beside those they replace, in prices of the same year."""
    if not document.costs:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_("enhetskostnad"))
    for name in (_("riket"), _("kommunen")):
        table.add_column(name, justify="right")
    for name in (_("enhet"), _("prisår"), _("källa")):
        table.add_column(name)
    for change in document.costs:
        share = change.price_year is None
        values = (percent(value, 2) if share else number(value) for value in (change.national, change.local))
        measured = "" if share else unit(change.unit)
        table.add_row(Text(_(change.label)), *values, measured, str(change.price_year or ""), Text(change.source))
    console.print()
    console.print(table)
