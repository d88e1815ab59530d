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
from exclusim.results.report.palette import activity_group

__all__ = ["EXIT", "GROUPS", "SCHOOL", "ActivityGroup", "group_of", "groups_of"]


@dataclass(frozen=True)
class ActivityGroup:
    """Statuses drawn as one.

    Args:
        key: name in documents and tables.
        label: Swedish name in legends.
        phrase: Swedish words for it inside a sentence (*studier, sedan fast jobb*).
        colour: of its area, as ``#rrggbb``.
        excluded: belongs to exclusion.
    """

    key: str
    label: str
    phrase: str
    colour: str
    excluded: bool


def _group(
    key: str, label: str, phrase: str, *, like: str = "", colour: str = "", excluded: bool = False
) -> ActivityGroup:
    return ActivityGroup(key, label, phrase, colour or activity_group(like).colour, excluded)


GROUPS: tuple[ActivityGroup, ...] = (
    _group("institution", "Placering och fängelse", "institution", like="institution", excluded=True),
    _group("outside", "Utanför, utan stöd", "utanför allt", like="outside", excluded=True),
    _group("assistance", "Ekonomiskt bistånd", "ekonomiskt bistånd", colour="#8f6bb0", excluded=True),
    _group("sickness", "Sjukdom och ersättning", "sjukdom och ersättning", like="sickness", excluded=True),
    _group("unemployed", "Arbetslös", "arbetslöshet", like="unemployment", excluded=True),
    _group("programme", "Arbetsmarknadsprogram", "program", like="programme", excluded=True),
    _group("establishment", "Etablering", "etablering", colour="#b39b3d", excluded=True),
    _group("subsidised", "Subventionerat jobb", "subventionerat jobb", like="subsidised"),
    _group("temporary", "Tidsbegränsat jobb", "tillfälliga jobb", colour="#c3e0d2"),
    _group("permanent", "Fast jobb", "fast jobb", colour="#7fb3a0"),
    _group("parental", "Föräldraledig", "föräldraledighet", like="parental"),
    _group("study", "Studier efter skolan", "studier", like="study"),
    _group("school", "Skola", "skola", like="school"),
    _group("exit", "Död eller utvandrad", "bortgång eller flytt", like="exit"),
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
