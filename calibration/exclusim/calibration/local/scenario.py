"""The scenario file of a place: the case it extends, its births and its own parameter values."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from exclusim.calibration.local.document import CostChange, LocalDocument
from exclusim.calibration.phrase import Phrase
from exclusim.scenarios.quantities import write_money, write_share
from exclusim.scenarios.schema import Case
from exclusim.scenarios.source import is_path

__all__ = ["scenario_text", "slug"]

_DIGITS = 6

type Say = Callable[[Phrase], str]


def slug(text: str) -> str:
    """A name as a case may have it.

    >>> slug("Göteborg"), slug("Lilla Edet")
    ('goteborg', 'lilla-edet')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "plats"


def scenario_text(document: LocalDocument, case: Case, file: Path, say: Say = str) -> str:
    """YAML for ``file``: extends ``document.case`` (a shipped case, or a path seen from here).

    ``say`` puts its title, summary and notes into words; they are in Swedish unless it speaks another language.
    """
    births = document.births.number
    about = {"title": Phrase(case.title), "place": document.name, "births": births}
    heading = {"place": document.name, "code": document.municipality}
    if document.costs:
        head = Phrase(
            "{place} ({code}): lokala nyckeltal, Källa: Kolada och SCB; kommunens egna enhetskostnader.", **heading
        )
        summary = Phrase(
            "Fallet {title} i {place}: en årskull på {births} personer, med kommunens egna nyckeltal och "
            "enhetskostnader där de är kända.",
            **about,
        )
    else:
        head = Phrase("{place} ({code}): lokala nyckeltal, Källa: Kolada och SCB.", **heading)
        summary = Phrase(
            "Fallet {title} i {place}: en årskull på {births} personer, med kommunens egna nyckeltal där de är kända.",
            **about,
        )
    content: dict[str, Any] = {
        "exclusim": 1,
        "case": f"{slug(document.name)}-{slug(case.case)}"[:60].rstrip("-"),
        "extends": _extends(document.case, file),
        "title": say(Phrase("{place}: {title}", place=document.name, title=Phrase(case.title))),
        "summary": say(summary),
        "notes": " ".join(say(note) for note in _notes(document, case)),
        "population": {"place": document.name, "births": births},
        "parameters": {
            change.name: {
                "value": float(f"{change.local:.{_DIGITS}g}"),
                "source": change.source,
                "note": say(Phrase("riket {nation}; nyckeltalet krympt mot riket", nation=f"{change.national:.4g}")),
            }
            for change in document.parameters
        }
        | {change.name: _own_cost(change, say) for change in document.costs},
    }
    if case.published:
        content["published"] = []  # printed for another place
    flat = case.flat_annuity
    if flat is not None:
        content["flat_annuity"] = {"excluded": min(max(1, round(flat.excluded * births / case.size)), births)}
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # keep the order above
    yaml.allow_unicode = True
    yaml.width = 110
    stream = io.StringIO()
    stream.write(f"# {say(head)}\n")
    yaml.dump(content, stream)
    return stream.getvalue()


def _extends(case: str, file: Path) -> str:
    if not is_path(case):
        return case
    relative = Path(os.path.relpath(Path(case).resolve(), file.resolve().parent)).as_posix()
    return relative if "/" in relative else f"./{relative}"


def _notes(document: LocalDocument, case: Case) -> Iterator[Phrase]:
    births = document.births
    yield Phrase("Årskull: {number} ({source}).", number=births.number, source=Phrase(births.source))
    for figure in document.figures:
        yield Phrase(
            "{kpi} {label}: {local:.1%} mot rikets {nation:.1%}; med vikten {weight:.2f} på kommunens eget tal "
            "{shrunk:.1%} ({note}).",
            kpi=figure.kpi,
            label=Phrase(figure.label),
            local=figure.local,
            nation=figure.nation,
            weight=figure.weight,
            shrunk=figure.shrunk,
            note=Phrase(figure.note),
        )
    if document.costs:
        labels = (Phrase(change.label) for change in document.costs)
        named = reduce(lambda before, label: Phrase("{before}; {label}", before=before, label=label), labels)
        yield Phrase("Kommunens egna enhetskostnader: {costs}. Övriga är rikets.", costs=named)
    if document.contact:
        yield Phrase("Uppgifterna är lämnade av {contact}.", contact=document.contact)
    for item in document.fallbacks:
        yield Phrase("Okänt lokalt: {what} ({reason}).", what=Phrase(item.what), reason=Phrase(item.reason))
    yield Phrase("Insatsernas kostnader, målgrupper och betalare är fallets egna; se över dem för kommunen.")
    if case.flat_annuity is not None:
        yield Phrase("Andelen utanför i den platta annuiteten är fallets, tillämpad på kommunens årskull.")
    if case.notes:
        yield Phrase("Anteckningarna till fallet {case} gäller dess egen plats och står där.", case=case.case)


def _own_cost(change: CostChange, say: Say) -> dict[str, str]:
    write = write_share if change.price_year is None else write_money
    digits = 6 if change.price_year is None else 2  # less than an öre matters to nobody

    def stated(amount: float, year: int | None) -> Phrase:
        written = write(round(amount, digits))
        return Phrase(written) if year is None else Phrase("{amount} i {year} års priser", amount=written, year=year)

    nation = stated(change.national, change.price_year)
    note = Phrase("{label}: riket {nation}", label=Phrase(change.label), nation=nation)
    if change.own_price_year != change.price_year:
        own = stated(change.own, change.own_price_year)
        note = Phrase("{note}; egen uppgift {own}, omräknad med konsumentprisindex", note=note, own=own)
    return {"value": write(round(change.local, digits)), "source": change.source, "note": say(note)}
