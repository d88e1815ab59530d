"""One colour per actor and per group of activities, the same in every figure.

The colours differ in lightness as well as hue, and those that are as light as another have a texture, so that they
survive colour blindness and a grey printer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exclusim.results.language import _

from .texture import Texture

__all__ = [
    "ACTIVITY_GROUPS",
    "GAIN",
    "INK",
    "LOSS",
    "LOSS_TEXTURE",
    "Group",
    "activity_group",
    "actor_colour",
    "actor_texture",
    "grouped",
    "text_on",
]

INK = "#1c2733"
GAIN, LOSS = "#1b7f79", "#c04f15"
LOSS_TEXTURE: Texture = "up"  # in grey the two are alike

_ACTORS = {
    "society": INK,
    "public": "#2e75b6",
    "kommun": "#17456e",
    "forsakringskassan": "#2f8f86",
    "arbetsformedlingen": "#8cbfe0",
    "region": "#e3aa3c",
    "rattsvasende": "#93385a",
    "ovriga": "#9aa3ad",
    "production": "#d07a4e",
    "individ": "#c9b8a0",
    "arbetsgivare": "#6f7f4f",
}
_TEXTURES: Mapping[str, Texture] = {
    "region": "up",
    "rattsvasende": "dots",
    "ovriga": "down",
    "production": "upright",
}


@dataclass(frozen=True)
class Group:
    """Activities drawn as one in figures; tables keep them apart."""

    key: str
    colour: str
    activities: frozenset[str]
    excluded: bool
    texture: Texture = ""

    @property
    def label(self) -> str:
        """Its name in the language spoken."""
        return _group_names()[self.key]


ACTIVITY_GROUPS: tuple[Group, ...] = (
    Group(
        "institution",
        "#4a2c2a",
        frozenset({"prison", "out_of_home_care", "institution"}),
        True,
    ),
    Group("outside", "#7d2f45", frozenset({"outside"}), True, "up"),
    Group(
        "sickness",
        "#c05a57",
        frozenset({"sickness_benefit", "activity_compensation", "disability_pension", "sickness", "welfare"}),
        True,
    ),
    Group("unemployment", "#e08e45", frozenset({"unemployed", "unemployment"}), True, "dots"),
    Group(
        "programme",
        "#efc777",
        frozenset({"labour_market_programme", "establishment_programme", "programme"}),
        True,
    ),
    Group("subsidised", "#b9c98f", frozenset({"subsidised_job"}), False, "down"),
    Group("parental", "#b8add0", frozenset({"parental_leave", "parental"}), False, "upright"),
    Group(
        "school",
        "#a9cce6",
        frozenset({"compulsory_school", "upper_secondary", "introduction_programme", "school"}),
        False,
    ),
    Group(
        "study",
        "#6898c2",
        frozenset({"adult_education", "folk_high_school", "higher_education", "study", "studies"}),
        False,
    ),
    Group("work", "#9cc4b4", frozenset({"permanent_job", "temporary_job", "work"}), False),
    Group("exit", "#c4c9cf", frozenset({"dead", "emigrated", "exit", "left"}), False, "up"),
)
"""Exclusion first: it stands on the axis of a stacked figure, where its size can be read."""

_OTHER = Group("other", "#c4c9cf", frozenset(), False)


def _group_names() -> dict[str, str]:
    return {
        "institution": _("Placering och fängelse"),
        "outside": _("Utanför"),
        "sickness": _("Sjukdom och ersättning"),
        "unemployment": _("Arbetslös"),
        "programme": _("Program och etablering"),
        "subsidised": _("Subventionerat arbete"),
        "parental": _("Föräldraledig"),
        "school": _("Skola"),
        "study": _("Studier efter skolan"),
        "work": _("Arbete"),
        "exit": _("Död eller utvandrad"),
        "other": _("Övrigt"),
    }


def actor_colour(actor: str) -> str:
    """Colour of a reported actor; a department has its municipality's."""
    return _ACTORS.get(actor.split(".")[0], "#9aa3ad")


def actor_texture(actor: str) -> Texture:
    """Texture of a reported actor, for a figure where colour is all that tells actors apart."""
    return _TEXTURES.get(actor.split(".")[0], "")


def activity_group(activity: str) -> Group:
    """The drawn group of an activity, a status (``activity/support``) or a flow's group."""
    name = activity.split("/")[0]
    if name.startswith("upper_secondary"):
        name = "upper_secondary"
    return next((group for group in ACTIVITY_GROUPS if name in group.activities or name == group.key), _OTHER)


def grouped(series: Mapping[str, Sequence[float]]) -> list[tuple[Group, list[float]]]:
    """Series by activity summed to drawn groups, in drawing order; empty groups left out."""
    sums: dict[str, list[float]] = {}
    for activity, values in series.items():
        key = activity_group(activity).key
        old = sums.get(key, [0.0] * len(values))
        sums[key] = [a + b for a, b in zip(old, values, strict=True)]
    ordered = (*ACTIVITY_GROUPS, _OTHER)
    return [(group, sums[group.key]) for group in ordered if any(sums.get(group.key, ()))]


def text_on(colour: str) -> str:
    """White or dark ink, whichever reads better on ``colour`` (relative luminance of WCAG 2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.063 else INK
