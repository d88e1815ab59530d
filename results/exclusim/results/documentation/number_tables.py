"""Tables of numbers: parameters with prior and source, and the cost book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from exclusim.calibration.checking.shipped import shipped_check
from exclusim.calibration.costs import cost_parameters
from exclusim.calibration.costs.book import LINES
from exclusim.calibration.costs.terms import Amount
from exclusim.calibration.evidence import source_text, statistics
from exclusim.calibration.fitting.posterior import shipped
from exclusim.calibration.targets import targets
from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.parameters import Parameter, Parameters
from exclusim.results.documentation.markdown import code, table

__all__ = ["all_parameters", "cost_lines", "counted", "parameters", "patterns", "sources"]


def all_parameters() -> Parameters:
    """Every number of the model: rates, costs, rules of agencies."""
    return default_world().parameters | cost_parameters() | case_parameters()


def counted() -> str:
    """How many numbers there are, and how many rest on nothing published."""
    every = all_parameters()
    assumed = sum(item.is_assumption for item in every.values())
    fixed = sum(item.is_fixed for item in every.values())
    return f"{len(every)} numbers, of which {fixed} are fixed by definition or law and {assumed} are assumptions"


def parameters(declared: Iterable[Parameter]) -> str:
    """Name, central value, unit, prior, source ids and note of each parameter."""
    return table(
        ("parameter", "centre", "unit", "prior", "source", "note"),
        (
            (code(item.name), f"{item.value:.6g}", item.unit, item.prior.describe(item.value), item.source, item.note)
            for item in declared
        ),
    )


def sources() -> str:
    """The work behind every source id that some parameter or cost line names."""
    named = {key for item in all_parameters().values() for key in item.source.split()}
    named |= {key for line in LINES for key in line.source.split()}
    return table(("id", "work"), ((key, _work(key)) for key in sorted(named)))


def cost_lines() -> str:
    """Who pays what for what, of which kind, and what it rests on."""
    return table(
        ("while or when", "service", "payer", "to", "kind", "account", "amount", "basis", "source"),
        (
            (
                code(line.trigger),
                line.service,
                code(line.payer.value),
                code(line.payee.value) if line.payee else "",
                line.kind.value,
                line.scope.value,
                _amount(line.amount),
                line.basis.value,
                line.source,
            )
            for line in LINES
        ),
    )


def patterns() -> str:
    """Published statistics by indicator: rows that are fitted, rows held out, and how many the shipped model meets."""
    found, _ = targets(statistics().values())
    posterior = shipped()
    check = shipped_check(posterior) if posterior else None
    inside = {row.id: row.inside for row in check.rows} if check else {}
    rows: dict[str, Counter[str]] = {}
    for target in found:
        count = rows.setdefault(target.indicator, Counter())
        fitted = target.role == "calibration"
        count["fitted" if fitted else "held out"] += 1
        if inside.get(target.id):
            count["fitted inside" if fitted else "held out inside"] += 1
    return table(
        ("pattern (indicator)", "rows fitted", "met", "rows held out", "met "),
        (
            (code(name), n["fitted"], n["fitted inside"], n["held out"], n["held out inside"])
            for name, n in sorted(rows.items())
        ),
    )


def _work(key: str) -> str:
    try:
        return source_text(key)
    except ExclusimError:  # a reader must see that the trail ends here
        return "not among the rows of evidence"


def _amount(amount: Amount) -> str:
    factors = [code(amount.price.value.name), *(code(item.name) for item in amount.times)]
    factors += [f"(1 − {code(item.name)})" for item in amount.rest]
    factors += [f"(1 + {code(item.name)})" for item in amount.added]
    product = " · ".join([*factors, *([f"{amount.constant:.4g}"] if amount.constant != 1 else [])])
    return product + "".join(f" / {code(item.name)}" for item in amount.over)
