"""Colours and labels that the figures of the flow analysis share."""

from __future__ import annotations

from exclusim.results.flow.document import OTHER, START, FlowDocument
from exclusim.results.report.palette import INK, activity_group
from exclusim.results.report.svg import text_width
from exclusim.results.report.texture import Texture

__all__ = ["cut", "state_colour", "state_texture"]

_COLOURS = (
    "#17456e", "#e3aa3c", "#2f8f86", "#93385a", "#8cbfe0", "#d07a4e", "#6f7f4f", "#4a2c2a", "#b8add0", "#c9b8a0",
)  # fmt: skip
_TEXTURES: tuple[Texture, ...] = ("", "up", "dots", "down", "upright")
_PALE, _GREY = "#dfe3e7", "#c4c9cf"


def state_colour(document: FlowDocument, state: str) -> str:
    """Colour of a state in every figure; beyond ten imported states colours come again."""
    if state in (START, OTHER):
        return _PALE if state == START else _GREY
    if state == document.outcome_name and document.outcome_kind in ("group", "burden", "fault"):
        return INK
    if document.data == "simulated":
        return activity_group(state).colour
    names = sorted({wait.state for wait in document.waits} | {document.outcome_name})
    return _COLOURS[names.index(state) % len(_COLOURS)] if state in names else _PALE


def state_texture(document: FlowDocument, state: str) -> Texture:
    """Texture of a state where colour is all that tells states apart."""
    if document.data == "simulated":
        return activity_group(state).texture
    names = sorted({wait.state for wait in document.waits} | {document.outcome_name})
    return _TEXTURES[names.index(state) % len(_TEXTURES)] if state in names else ""


def cut(name: str, room: float) -> str:
    """A name that fits into ``room`` pixels, with an ellipsis where it had to be shortened."""
    while text_width(name) > room and len(name) > 6:
        name = f"{name[:-2].rstrip(' ,(→')}…"
    return name
