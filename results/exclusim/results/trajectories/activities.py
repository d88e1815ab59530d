"""Activity groups: a dozen places to be that a reader can tell apart by name and colour.

A finer division than the report's own (:mod:`exclusim.results.report.palette`), whose colours it keeps: social
assistance and the establishment programme stand apart, and so do permanent and temporary jobs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.vocabulary import Status
from exclusim.results.language import _
from exclusim.results.report.palette import activity_group
from exclusim.results.report.texture import Texture

__all__ = ["EXIT", "GROUPS", "SCHOOL", "ActivityGroup", "group_of", "groups_of"]


@dataclass(frozen=True)
class ActivityGroup:
    """Statuses drawn as one.

    Args:
        key: name in documents and tables.
        colour: of its area, as ``#rrggbb``.
        excluded: belongs to exclusion.
        texture: of its area, where a neighbour is as light in grey.
    """

    key: str
    colour: str
    excluded: bool
    texture: Texture = ""

    @property
    def label(self) -> str:
        """Name in legends, in the language spoken."""
        return _words()[self.key][0]

    @property
    def phrase(self) -> str:
        """Words for it inside a sentence (*studier, sedan fast jobb*), in the language spoken."""
        return _words()[self.key][1]


def _words() -> dict[str, tuple[str, str]]:
    """Names in legends, and words inside a sentence."""
    return {
        "institution": (_("Placering och fängelse"), _("institution")),
        "outside": (_("Utanför, utan stöd"), _("utanför allt")),
        "assistance": (_("Ekonomiskt bistånd"), _("ekonomiskt bistånd")),
        "sickness": (_("Sjukdom och ersättning"), _("sjukdom och ersättning")),
        "unemployed": (_("Arbetslös"), _("arbetslöshet")),
        "programme": (_("Arbetsmarknadsprogram"), _("program")),
        "establishment": (_("Etablering"), _("etablering")),
        "subsidised": (_("Subventionerat jobb"), _("subventionerat jobb")),
        "temporary": (_("Tidsbegränsat jobb"), _("tillfälliga jobb")),
        "permanent": (_("Fast jobb"), _("fast jobb")),
        "parental": (_("Föräldraledig"), _("föräldraledighet")),
        "study": (_("Studier efter skolan"), _("studier")),
        "school": (_("Skola"), _("skola")),
        "exit": (_("Död eller utvandrad"), _("bortgång eller flytt")),
    }


def _group(
    key: str, *, like: str = "", colour: str = "", excluded: bool = False, texture: Texture = ""
) -> ActivityGroup:
    return ActivityGroup(key, colour or activity_group(like).colour, excluded, texture)


GROUPS: tuple[ActivityGroup, ...] = (
    _group("institution", like="institution", excluded=True),
    _group("outside", like="outside", excluded=True, texture="up"),
    _group("assistance", colour="#8f6bb0", excluded=True, texture="down"),
    _group("sickness", like="sickness", excluded=True),
    _group("unemployed", like="unemployment", excluded=True, texture="dots"),
    _group("programme", like="programme", excluded=True),
    _group("establishment", colour="#b39b3d", excluded=True, texture="upright"),
    _group("subsidised", like="subsidised", texture="down"),
    _group("temporary", colour="#c3e0d2", texture="up"),
    _group("permanent", colour="#7fb3a0"),
    _group("parental", like="parental", texture="upright"),
    _group("study", like="study"),
    _group("school", like="school"),
    _group("exit", like="exit", texture="up"),
)
"""Exclusion first: it stands on the axis of a stacked figure, where its size can be read."""

_INDEX = {group.key: index for index, group in enumerate(GROUPS)}
EXIT, SCHOOL = _INDEX["exit"], _INDEX["school"]

_ACTIVITIES = {
    "prison": "institution",
    "out_of_home_care": "institution",
    "outside": "outside",
    "sickness_benefit": "sickness",
    "activity_compensation": "sickness",
    "disability_pension": "sickness",
    "unemployed": "unemployed",
    "labour_market_programme": "programme",
    "establishment_programme": "establishment",
    "subsidised_job": "subsidised",
    "temporary_job": "temporary",
    "permanent_job": "permanent",
    "parental_leave": "parental",
    "adult_education": "study",
    "folk_high_school": "study",
    "higher_education": "study",
    "compulsory_school": "school",
    "upper_secondary": "school",
    "introduction_programme": "school",
}


def group_of(status: Status) -> int:
    """Position in :data:`GROUPS`. A status that somebody added goes by its flags.

    >>> GROUPS[group_of(Status("unemployed", "social_assistance", excluded=True))].key
    'assistance'
    >>> GROUPS[group_of(Status("job_guarantee", "wage", works=True))].key
    'subsidised'
    """
    if status.absorbing:
        return EXIT
    if status.support == "social_assistance":
        return _INDEX["assistance"]
    key = _ACTIVITIES.get(status.activity)
    if key is None:
        key = "subsidised" if status.works else "study" if status.studies else "outside"
    return _INDEX[key]


def groups_of(statuses: Sequence[Status]) -> NDArray[np.uint8]:
    """Group of every status, shape (statuses,)."""
    return np.array([group_of(status) for status in statuses], np.uint8)
