"""A municipality's own figures as a workbook states them, and what the local case is made from."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.calibration.local import Observation, OwnCost, Place, Request, find_place
from exclusim.calibration.local.places import shipped_places
from exclusim.model.errors import ExclusimError
from exclusim.results.language import _
from exclusim.results.local_figures.problems import CellProblem, WorkbookError
from exclusim.scenarios.schema import Case

__all__ = ["LocalFigures", "OwnFigure"]


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """One key figure of one year, as a share."""

    kpi: str
    year: int
    share: float
    source: str


@dataclass(frozen=True, slots=True)
class LocalFigures:
    """What a filled-in template says; everything has been checked cell by cell.

    Args:
        file: the workbook's name.
        sheet: the sheet about the municipality, and ``name_cell`` and ``code_cell`` on it, for messages.
        name: the municipality's name; ``code``: its four digits. Either may be empty.
        births: people in one cohort, where stated.
        contact: whom to ask.
        figures: key figures, one a year.
        costs: unit costs.
    """

    file: str
    sheet: str
    name_cell: str
    code_cell: str
    name: str
    code: str
    births: int | None
    contact: str
    figures: tuple[OwnFigure, ...]
    costs: tuple[OwnCost, ...]

    def place(self, wanted: str | None = None) -> Place:
        """The municipality of the workbook.

        Args:
            wanted: the municipality that the user asks for by name or code, which must be the same; None for any.

        Raises:
            WorkbookError: the workbook names no municipality, one that does not exist, or another one.
            ExclusimError: ``wanted`` is no known municipality.
        """
        if wanted is not None and wanted.strip().casefold() not in (self.name.casefold(), self.code):
            place = find_place(wanted, {self.code} - {""})
            if (self.code or self.name) and self.place() != place:
                raise self._wrong(self.code_cell, self.code or self.name, f"{place.name} ({place.code})")
            return place
        if self.code:
            self._check_name()
            return find_place(self.code, {self.code}, self.name or None)
        if not self.name:
            raise self._wrong(self.name_cell, _("en tom cell"), _("kommunens namn eller kod"))
        try:
            return find_place(self.name)
        except ExclusimError:
            expected = _("kommunkoden, fyra siffror, eftersom det inte finns några uppgifter om {name} att utgå från")
            raise self._wrong(self.code_cell, _("en tom cell"), expected.format(name=self.name)) from None

    def request(self, case: Case, case_name: str, place: Place, births: int | None = None) -> Request:
        """What :func:`exclusim.calibration.local.localise` makes the local case from.

        Args:
            case: the case to move; ``case_name``: what the scenario file extends.
            place: the municipality, see :meth:`place`.
            births: goes before the workbook's own number.
        """
        given = tuple(Observation(item.kpi, place.code, item.year, item.share, item.source) for item in self.figures)
        size = births if births is not None else self.births
        return Request(place, case, case_name, given, size, self.costs, self.contact)

    def _check_name(self) -> None:
        known = shipped_places().get(self.code)
        if known is None or not self.name:
            return
        try:
            same = find_place(self.name).code == self.code
        except ExclusimError:
            same = False
        if not same:
            expected = _("{name}, som har kommunkoden {code}").format(name=known, code=self.code)
            raise self._wrong(self.name_cell, f"'{self.name}'", expected)

    def _wrong(self, cell: str, found: str, expected: str) -> WorkbookError:
        message = _("fann {found}, väntade {expected}").format(found=found, expected=expected)
        return WorkbookError(self.file, [CellProblem(self.sheet, cell, message)])
