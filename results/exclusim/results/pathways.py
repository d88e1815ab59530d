"""What a scenario changes in people's lives: tap, mop and loops; the stock over time; outcomes beyond heads in work.

Water drips from a tap onto a floor. *Tap*: how many ever enter exclusion. *Mop*: how soon they leave. *Loops*: how
often they come back. Everything here is about the first cohort, scaled to the real group.
"""

from __future__ import annotations

from pydantic import Field

from exclusim.results.interval import Band, Frozen, Interval

__all__ = ["CHANNELS", "ChannelFactors", "Channels", "Effectiveness", "Stock"]

CHANNELS = ("inflow", "loops", "outflow")
"""Fewer enter, fewer come back, sooner out: the three factors of the excluded months."""


class ChannelFactors(Frozen):
    """Excluded months = entered × spells per person × months per spell, within the horizon; times the cost: money."""

    entered: Interval = Field(description="people of the group excluded in at least one month of the horizon")
    spells_per_person: Interval = Field(description="spells of consecutive excluded months per person who entered")
    months_per_spell: Interval = Field(description="mean length of a spell, cut at the ends of the horizon")
    cost_per_month: Interval = Field(description="exclusion account of society per excluded month, present value, SEK")


class Channels(Frozen):
    """An exact decomposition of what a difference avoids; the parts add up to ``total`` in every replicate."""

    before: ChannelFactors
    after: ChannelFactors
    months: dict[str, Interval] = Field(description="avoided excluded person-months: inflow, loops, outflow, total")
    money: dict[str, Interval] = Field(
        description="avoided exclusion account of society, SEK: inflow, loops, outflow, price (cheaper months), total"
    )


class Stock(Frozen):
    """Excluded people when a cohort of the same size joins every year. Curves are changes against the baseline."""

    cohorts: int = Field(description="cohorts in the stock: as many as a cohort is followed in years")
    baseline: Interval = Field(description="excluded people at any time, on average over a year")
    years: list[int] = Field(description="years since the first cohort with the scenario joined")
    once: Band = Field(description="the scenario for the first cohort only")
    every_year: Band = Field(description="the scenario for every cohort from the first on")
    nobody_enters: Band = Field(description="a yardstick: nobody of the cohorts from the first on is ever excluded")


class Effectiveness(Frozen):
    """Results per person reached, apart from how many cases were handled."""

    reached: Interval = Field(description="people reached by the scenario's own interventions: cases handled")
    cost_per_reached: Interval | None = Field(description="SEK of present value per person reached; None: no cost")
    per_reached: dict[str, Interval] = Field(description="outcome → change per person reached")
