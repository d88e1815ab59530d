"""How investments are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.results.compare.budgets import Limit
from exclusim.results.compare.lines import BOUGHT

__all__ = ["CompareOptions"]


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What to ask.

    Args:
        preset: ``published`` or ``optimistic`` effects.
        draws: joint draws at least; more are added until the standard error is small enough.
        most_draws: joint draws at most.
        precision: wanted standard error of each scenario's mean net gain to ``actor``, as a share of the standard
            deviation over draws of what the baseline costs that actor. That is what one run of the baseline alone
            varies, and it does not shrink when a gain happens to be near zero.
        standard_error: wanted standard error in SEK instead; None: by ``precision``.
        actor: whose gain is the headline.
        persons: simulated people per draw; None: as many as in the real group.
        seed: seed of the whole comparison.
        threads: worker threads; 0 for all cores.
        budget: SEK of present value that the chosen scenarios may cost together; None: no limit.
        limits: further limits, by payer, department or staff and year.
        side_draws: draws of the side studies: combined scenarios, weaker effects, groups.
        fund_share: share of cost and gain that a central fund carries under risk sharing.
        sure: probability with which nobody loses in the sure deal.
        required_return: a year, beyond the discount rate: what the financier of an outcome contract asks.
        cap: most that is paid under an outcome contract, as a multiple of the financier's outlay.
        bought: services whose saving is money, as the cost book names them.

    Raises:
        ExclusimError: a number is out of range.
    """

    preset: Literal["published", "optimistic"] = "published"
    draws: int = 200
    most_draws: int = 1_000
    precision: float = 0.05
    standard_error: float | None = None
    actor: str = "society"
    persons: int | None = None
    seed: int = 1
    threads: int = 0
    budget: float | None = None
    limits: tuple[Limit, ...] = ()
    side_draws: int = 40
    fund_share: float = 0.7
    sure: float = 0.8
    required_return: float = 0.05
    cap: float = 1.5
    bought: tuple[str, ...] = tuple(sorted(BOUGHT))

    def __post_init__(self) -> None:
        inf = float("inf")
        for name, value, low, high in (
            ("draws", self.draws, 2, 100_000),
            ("most_draws", self.most_draws, self.draws, 100_000),
            ("precision", self.precision, 1e-6, 10),
            ("standard_error", 1.0 if self.standard_error is None else self.standard_error, 1e-6, inf),
            ("persons", 1 if self.persons is None else self.persons, 1, 1_000_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
            ("budget", 0.0 if self.budget is None else self.budget, 0.0, inf),
            ("side_draws", self.side_draws, 2, 100_000),
            ("fund_share", self.fund_share, 0.0, 1.0),
            ("sure", self.sure, 0.5, 0.99),
            ("required_return", self.required_return, 0.0, 1.0),
            ("cap", self.cap, 1.0, 100.0),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low:g} and {high:g}, got {value:g}")
        if self.actor not in REPORTED:
            raise ExclusimError(f"there is no actor {self.actor!r}", hint=f"there are {', '.join(REPORTED)}")
