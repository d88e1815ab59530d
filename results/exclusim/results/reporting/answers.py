"""What the checklist's answers are put together from."""

from __future__ import annotations

from typing import Literal

from exclusim.results.labels import NBSP, percent
from exclusim.results.reporting.facts import Facts

__all__ = ["MISSING", "Row", "compared", "first", "from_record", "rate", "said", "stated"]

type Status = Literal["reported", "partly", "missing"]
type Row = tuple[str, str, str, str, Status]  # group, topic, answer, where, status

MISSING = "Saknas"


def stated(facts: Facts, field: str) -> str:
    """What the records say under one field; empty where none says anything."""
    texts: list[str] = []
    for record in facts.records:
        value = getattr(record, field)
        texts += value if isinstance(value, list) else [value] if value else []
    return "; ".join(dict.fromkeys(texts))


def from_record(facts: Facts, group: str, topic: str, field: str, missing: str) -> Row:
    """A row that only the decision's record can answer."""
    text = stated(facts, field)
    if text:
        return group, topic, text, facts.where.decision, "reported"
    return group, topic, f"{MISSING}: {missing} Anges under decision: i fallet.", "", "missing"


def said(group: str, topic: str, text: str, where: str, missing: str) -> Row:
    """A row whose answer the document has, or not."""
    return (group, topic, text, where, "reported") if text else (group, topic, f"{MISSING}: {missing}", "", "missing")


def compared(facts: Facts) -> str:
    """What is compared with what."""
    return "; ".join(facts.comparisons) or "nuläget utan insats"


def first(facts: Facts) -> str:
    """Where the summary stands, with what no result may lack."""
    year = "ej angivet" if facts.price_year is None else str(facts.price_year)
    return (
        "Fråga, jämförelse, huvudresultat och förbehåll står först i rapporten. "
        f"Prisår {year}, ränta {rate(facts.discount_rate)}, horisont {facts.horizon_years}{NBSP}år."
    )


def rate(share: float) -> str:
    """A discount rate: ``4 %``."""
    return percent(share, 1).replace(",0", "")
