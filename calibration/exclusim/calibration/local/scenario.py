"""The scenario file of a place: the case it extends, its births and its own parameter values."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from exclusim.calibration.local.document import LocalDocument
from exclusim.scenarios.schema import Case
from exclusim.scenarios.source import is_path

__all__ = ["scenario_text", "slug"]

_DIGITS = 6


def slug(text: str) -> str:
    """A name as a case may have it.

    >>> slug("Göteborg"), slug("Lilla Edet")
    ('goteborg', 'lilla-edet')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "plats"


def scenario_text(document: LocalDocument, case: Case, file: Path) -> str:
    """YAML for ``file``: extends ``document.case`` (a shipped case, or a path seen from here)."""
    births = document.births.number
    content: dict[str, Any] = {
        "exclusim": 1,
        "case": f"{slug(document.name)}-{slug(case.case)}"[:60].rstrip("-"),
        "extends": _extends(document.case, file),
        "title": f"{document.name}: {case.title}",
        "summary": f"Fallet {case.title} i {document.name}: en årskull på {births} personer, med kommunens egna "
        "nyckeltal där de är kända.",
        "notes": _notes(document, case),
        "population": {"place": document.name, "births": births},
        "parameters": {
            change.name: {
                "value": float(f"{change.local:.{_DIGITS}g}"),
                "source": change.source,
                "note": f"riket {change.national:.4g}; nyckeltalet krympt mot riket",
            }
            for change in document.parameters
        },
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
    stream.write(f"# {document.name} ({document.municipality}): lokala nyckeltal, Källa: Kolada och SCB.\n")
    yaml.dump(content, stream)
    return stream.getvalue()


def _extends(case: str, file: Path) -> str:
    if not is_path(case):
        return case
    relative = Path(os.path.relpath(Path(case).resolve(), file.resolve().parent)).as_posix()
    return relative if "/" in relative else f"./{relative}"


def _notes(document: LocalDocument, case: Case) -> str:
    lines = [f"Årskull: {document.births.number} ({document.births.source})."]
    for figure in document.figures:
        lines.append(
            f"{figure.kpi} {figure.label}: {_percent(figure.local)} mot rikets {_percent(figure.nation)}; med vikten "
            f"{_comma(figure.weight, 2)} på kommunens eget tal {_percent(figure.shrunk)} ({figure.note})."
        )
    lines += [f"Okänt lokalt: {item.what} ({item.reason})." for item in document.fallbacks]
    lines.append("Insatsernas kostnader, målgrupper och betalare är fallets egna; se över dem för kommunen.")
    if case.flat_annuity is not None:
        lines.append("Andelen utanför i den platta annuiteten är fallets, tillämpad på kommunens årskull.")
    if case.notes:
        lines.append(f"Anteckningarna till fallet {case.case} gäller dess egen plats och står där.")
    return " ".join(lines)


def _comma(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def _percent(value: float) -> str:
    return f"{_comma(100 * value, 1)} %"
