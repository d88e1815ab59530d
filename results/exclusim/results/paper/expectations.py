"""What to follow up: the model's own expectation at each review, to set against the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.results.language import _
from exclusim.results.paper import words
from exclusim.results.paper.blocks import Block, Items, Paragraph, cut, rows
from exclusim.results.report.decision_section import in_unit, named
from exclusim.results.report.parts import Cell, table
from exclusim.results.reporting.document import DecisionRecord, Expected

__all__ = ["expectations"]

_SHOWN: tuple[tuple[str, str | None], ...] = (
    ("reached", None),
    ("cost", "public"),
    ("net", "public"),
    ("avoided_exclusion_years", None),
)
_MONTHS = 3
_LONGEST = 200


def expectations(records: Sequence[DecisionRecord], scenario: str) -> list[Block]:
    """Who follows up and when, and what the model expects of the scenario by then."""
    record = next((record for record in records if scenario in record.scenarios), None)
    if record is None:
        return [Paragraph(_("Inget beslut är angivet. Bestäm innan start vem som följer upp, när och vad."))]
    found: list[Block] = [Items(tuple(cut(text, _LONGEST) for text in words.follow_up([record])))]
    own: dict[tuple[str, str | None, str], Expected] = {
        (row.indicator, row.actor, row.by): row for row in record.expected if row.scenario == scenario
    }
    months = list(dict.fromkeys(by for _indicator, _actor, by in own))[:_MONTHS]
    body: list[list[Cell | str]] = []
    for indicator, actor in _SHOWN:
        cells = [own.get((indicator, actor, month)) for month in months]
        known = next((cell for cell in cells if cell is not None), None)
        if known is not None:
            body.append([named(known), *(Cell("–") if cell is None else Cell(*in_unit(cell)) for cell in cells)])
    if body:
        foot = _("Modellens egen förväntan till och med månaden, för offentlig sektor där det gäller pengar.")
        if record.reviews_assumed:
            foot += " " + _("Månaderna är valda av rapporten: ingen uppföljning är bestämd.")
        found.append(rows(table("", [_("Förväntat"), *months], body, foot=foot)))
    return found
