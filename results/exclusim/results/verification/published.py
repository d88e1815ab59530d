"""The published worked examples, computed anew, beside the figures that their sources print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from exclusim.results.document import RunDocument
from exclusim.results.labels import mkr
from exclusim.results.language import _, both
from exclusim.results.run import RunOptions, run_case
from exclusim.results.verification.checks import Check, Found
from exclusim.scenarios.library import cases, load

__all__ = ["published_checks"]


def published_checks() -> Iterator[Check]:
    """Each figure of each shipped case that has a published worked example."""
    for info in cases():
        if not info.has_flat_annuity:
            continue
        for figure in load(info.name).published:
            yield Check(
                f"published.{figure.id}",
                "published",
                _quantity(info.place, figure.quantity),
                _figure(figure.id, float(figure.value)),
                partial(_residual, info.name, figure.id),
                float(figure.tolerance),
                _("hälften av den sista tryckta siffran"),
                unit="kr",
            )


def _quantity(place: str, quantity: str) -> str:
    return both(lambda: f"{_(place)}: {_(quantity)}")


def _figure(name: str, value: float) -> str:
    return both(lambda: _("{id}, publicerat {amount}").format(id=name, amount=mkr(value)))


@cache
def _document(name: str) -> RunDocument:
    return run_case(load(name), RunOptions(preset="flat-annuity", replicates=20, threads=1)).document


def _residual(name: str, row: str) -> Found:
    (figure,) = (figure for figure in _document(name).published if figure.id == row)
    return Found(abs(figure.residual))
