"""Present values against annuity formulas, and the sums of a whole run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from exclusim.calibration.phrase import Phrase
from exclusim.model.money import PUBLIC, Convention, discount_factors
from exclusim.results.document import RunDocument
from exclusim.results.language import _, told_in_both
from exclusim.results.run import RunOptions, run_case
from exclusim.results.verification.checks import Check, Found
from exclusim.scenarios.library import load

__all__ = ["money_checks"]

_RATE, _YEARS = 0.035, 20
_ROUNDING = 1e-9
_CASE = "newcomers"
_PERSONS, _REPLICATES = 60, 4


def money_checks(seed: int) -> Iterator[Check]:
    """Discounting, and that the parts of a result add up to it."""
    for convention, name in (
        (Convention.END_OF_YEAR, _("i årets slut")),
        (Convention.START_OF_YEAR, _("i årets början")),
        (Convention.MONTHLY, _("varje månad")),
    ):
        yield Check(
            f"money.annuity.{convention.value}",
            "money",
            told_in_both(
                Phrase("Nuvärdet av en krona om året i {years} år, betald {name}", years=_YEARS, name=Phrase(name))
            ),
            _("annuitetsformeln"),
            partial(_annuities_apart, convention),
            _ROUNDING,
            _("avrundning"),
            unit=_("relativ skillnad"),
        )
    for check, title, against, difference in (
        ("parts", _("Nettot av varje scenario"), _("summan av dess delar"), _parts_apart),
        ("net", _("Nettot av varje scenario"), _("vinst minus insatsens kostnad"), _net_apart),
        ("public", _("Offentlig sektor"), _("summan av de sex offentliga aktörerna"), _public_apart),
        ("bridge", _("Stegen från räkneexemplet till modellens summa"), _("summan själv"), _bridge_apart),
    ):
        yield Check(
            f"money.{check}",
            "money",
            told_in_both(Phrase("{title} (fallet {case})", title=Phrase(title), case=_CASE)),
            against,
            partial(_in_run, difference, seed),
            _ROUNDING,
            _("avrundning"),
            unit=_("relativ skillnad"),
        )


def _annuities_apart(convention: Convention) -> Found:
    if convention is Convention.MONTHLY:
        monthly, months = (1 + _RATE) ** (1 / 12) - 1, 12 * _YEARS
        exact: float = (1 - (1 + monthly) ** -months) / monthly / 12
    else:
        exact = (1 - (1 + _RATE) ** -_YEARS) / _RATE
        exact *= 1 + _RATE if convention is Convention.START_OF_YEAR else 1.0
    present = float(discount_factors(12 * _YEARS, 0, _RATE, convention).sum()) / 12
    return Found(abs(present / exact - 1))


def _in_run(difference: Callable[[RunDocument], float], seed: int) -> Found:
    return Found(difference(_document(seed)))


@cache
def _document(seed: int) -> RunDocument:
    return run_case(load(_CASE), RunOptions(persons=_PERSONS, replicates=_REPLICATES, seed=seed, threads=1)).document


def _relative(pairs: list[tuple[float, float]]) -> float:
    """The largest difference of two sums, relative to the largest amount."""
    scale = max(abs(amount) for pair in pairs for amount in pair)
    return max(abs(one - other) for one, other in pairs) / scale


def _parts_apart(document: RunDocument) -> float:
    return _relative(
        [
            (net.mean, sum(part[actor] for part in difference.parts.values()))
            for difference in document.differences.values()
            for actor, net in difference.net.items()
        ]
    )


def _net_apart(document: RunDocument) -> float:
    found = []
    for name, difference in document.differences.items():
        cost, before = (document.scenarios[key].intervention for key in (name, difference.baseline))
        for actor, net in difference.net.items():
            casework = difference.parts.get("casework", {}).get(actor, 0.0)
            paid = cost[actor].mean - before[actor].mean - casework
            found.append((net.mean, difference.gain[actor].mean - paid))
    return _relative(found)


def _public_apart(document: RunDocument) -> float:
    totals = [scenario.total for scenario in document.scenarios.values()]
    return _relative([(total["public"].mean, sum(total[actor].mean for actor in PUBLIC)) for total in totals])


def _bridge_apart(document: RunDocument) -> float:
    total = document.scenarios["baseline"].total["society"].mean
    return _relative([(sum(step.amount for step in document.decomposition), total)])
