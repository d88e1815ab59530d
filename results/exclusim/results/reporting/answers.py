"""What the checklist's answers are put together from, in the language spoken."""

from __future__ import annotations

from typing import Literal

from exclusim.results.labels import percent, years
from exclusim.results.language import _
from exclusim.results.reporting.facts import Facts

__all__ = ["Row", "compared", "first", "from_record", "missing", "rate", "said", "stated"]

type Status = Literal["reported", "partly", "missing"]
type Row = tuple[str, str, str, str, Status]  # group, topic, answer, where, status


def stated(facts: Facts, field: str) -> str:
    """What the records say under one field; empty where none says anything."""
    texts: list[str] = []
    for record in facts.records:
        value = getattr(record, field)
        texts += value if isinstance(value, list) else [value] if value else []
    return "; ".join(map(_, dict.fromkeys(texts)))


def missing(what: str) -> str:
    """The answer that there is none; ``what`` is a sentence."""
    return _("Saknas: {what}").format(what=what)


def from_record(facts: Facts, group: str, topic: str, field: str, lacking: str) -> Row:
    """A row that only the decision's record can answer."""
    text = stated(facts, field)
    if text:
        return group, topic, text, _(facts.where.decision), "reported"
    return group, topic, f"{missing(lacking)} {_('Anges under decision: i fallet.')}", "", "missing"


def said(group: str, topic: str, text: str, where: str, lacking: str) -> Row:
    """A row whose answer the document has, or not."""
    return (group, topic, text, where, "reported") if text else (group, topic, missing(lacking), "", "missing")


def compared(facts: Facts) -> str:
    """What is compared with what."""
    return "; ".join(map(_, facts.comparisons)) or _("nuläget utan insats")


def first(facts: Facts) -> str:
    """Where the summary stands, with what no result may lack."""
    year = _("ej angivet") if facts.price_year is None else str(facts.price_year)
    return _(
        "Fråga, jämförelse, huvudresultat och förbehåll står först i rapporten. "
        "Prisår {year}, ränta {rate}, horisont {horizon}."
    ).format(year=year, rate=rate(facts.discount_rate), horizon=years(facts.horizon_years))


def rate(share: float) -> str:
    """A discount rate: ``4 %``."""
    return percent(share, 0 if round(1000 * share) % 10 == 0 else 1)
