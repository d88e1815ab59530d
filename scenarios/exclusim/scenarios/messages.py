"""What pydantic found wrong, in the words of a scenario file and at its place there."""

from __future__ import annotations

import re
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from exclusim.scenarios.issues import Issue, Path, closest, did_you_mean, show
from exclusim.scenarios.schema import Case
from exclusim.scenarios.source import Source

__all__ = ["issues"]


def issues(error: ValidationError, source: Source) -> list[Issue]:
    """Every problem pydantic found in the data of ``source``, each at its place in the file.

    A misspelt field is one problem, not an unknown field and a missing one.
    """
    details = error.errors(include_url=False)
    meant = {
        (*item["loc"][:-1], name)
        for item in details
        if item["type"] == "extra_forbidden"
        for name in closest(str(item["loc"][-1]), _fields(item["loc"][:-1]))
    }
    return [
        issue
        for item in details
        if item["type"] != "missing" or item["loc"] not in meant
        for issue in _issues(source, item)
    ]


def _issues(source: Source, item: ErrorDetails) -> list[Issue]:
    """One pydantic error as issues; custom errors of a model may hold several."""
    context = item.get("ctx", {})
    if item["type"] == "expected":
        found = []
        for at, expected in context["found"]:
            if at[-1:] == ("[key]",):
                path = _path(source.values, (*item["loc"], *at[:-1]))
                found.append(source.issue(path, f"expected {expected}", at_key=True))
                continue
            path = _path(source.values, (*item["loc"], *at))
            value = _value(source.values, path)
            whole = isinstance(value, dict)  # "got a mapping" would say nothing about a rule between fields
            found.append(source.issue(path, f"expected {expected}" if whole else _expected(expected, value)))
        return found
    path = _path(source.values, item["loc"])
    kind, value = item["type"], item["input"]
    if kind == "missing":
        return [source.issue(path, "expected this field (got nothing)")]
    if kind == "extra_forbidden":
        known = _fields(item["loc"][:-1])
        guess = did_you_mean(str(path[-1]), known) or f"; expected one of {', '.join(known)}"
        return [source.issue(path, f"unknown field{guess}", at_key=True)]
    if kind == "too_short" and value:
        return []  # entries are there but have problems of their own, which are listed
    if kind in ("literal_error", "enum"):
        return [source.issue(path, _choice(re.split(", | or ", str(context["expected"]).replace("'", "")), value))]
    if kind.startswith("union_tag"):
        return [source.issue((*path, "kind"), _expected("cohort or newcomers", value.get("kind")))]
    expected = _expected(_words(kind, context, item["msg"]), value)
    return [source.issue(path, expected, at_key=item["loc"][-1:] == ("[key]",))]


def _choice(known: list[str], value: object) -> str:
    """A choice among names: the whole list where it is short or nothing is close."""
    guess = did_you_mean(value, known) if isinstance(value, str) else ""
    if len(known) > 8 and guess:
        return _expected(f"one of {len(known)} known names", value) + guess
    return _expected(" or ".join(filter(None, (", ".join(known[:-1]), known[-1]))), value) + guess


def _expected(expected: str, value: object) -> str:
    return f"expected {expected} (got {show(value)})"


def _words(kind: str, context: dict[str, Any], message: str) -> str:
    """What a built-in rule of pydantic expected, in the words of a scenario file."""
    match kind:
        case "string_type":
            return "text"
        case "string_too_short":
            return "some text"
        case "string_pattern_mismatch":
            return _PATTERNS.get(str(context["pattern"]), f"text like {context['pattern']}")
        case "int_type" | "int_from_float" | "int_parsing":
            return "a whole number"
        case "bool_type":
            return "true or false"
        case "tuple_type":
            return "a list"
        case "dict_type" | "model_type" | "model_attributes_type":
            return "a mapping of fields"
        case "too_short":
            return "at least one entry"
        case "greater_than_equal":
            return f"at least {context['ge']:g}"
        case "less_than_equal":
            return f"at most {context['le']:g}"
    return message[0].lower() + message[1:]


_PATTERNS = {
    r"^[a-z][a-z0-9_-]{0,39}$": "a short name of a–z, 0–9, _ and -, starting with a letter",
    r"\S": "some text",
    r"^[12][0-9]{3}-(0[1-9]|1[0-2])$": "a month such as '2014-01'",
    r"^[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$": "a day such as '2027-03-15', or a month",
    r"^[A-Z]{1,3}[0-9]{3,4}$": "an evidence id such as VC005",
    r"^(scenarios|differences)(\.[a-z0-9_-]+){2,5}$": "a path such as scenarios.baseline.total.society",
    r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$": "a parameter's name such as job_finding.sex.woman",
}


def _path(values: Any, location: tuple[int | str, ...]) -> Path:
    """A pydantic location as a path in the file: without union tags and key markers."""
    path: list[int | str] = []
    here = values
    for index, part in enumerate(location):
        inside = (isinstance(here, dict) and part in here) or (
            isinstance(here, list) and isinstance(part, int) and part < len(here)
        )
        if inside:
            here = here[part]
        elif index < len(location) - 1 or part == "[key]":
            continue
        path.append(part)
    return tuple(path)


def _value(values: Any, path: Path) -> object:
    for part in path:
        if isinstance(values, dict):
            values = values.get(part)
        elif isinstance(values, list) and isinstance(part, int) and part < len(values):
            values = values[part]
        else:
            return None
    return values


def _fields(location: tuple[int | str, ...]) -> list[str]:
    """The fields that the model at a location knows, by the names a file uses."""
    kind: Any = Case
    for part in location:
        kind = _below(kind, part)
    model = _models(kind)[0]
    names = [field.alias or name for name, field in model.model_fields.items()]
    return [*names, "ages"] if "age_from" in names else names


def _below(kind: Any, part: int | str) -> Any:
    """The annotation one step down: a field, an item of a list or mapping, or the member of a union."""
    for model in _models(kind):
        for name, field in model.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
        if "kind" in model.model_fields and part in get_args(model.model_fields["kind"].annotation):
            return model
    return next(arg for arg in get_args(_optional(kind)) if _models(arg))


def _optional(kind: Any) -> Any:
    """The annotation without ``Annotated[…]`` and ``| None``."""
    while True:
        inner = [arg for arg in get_args(kind) if arg is not type(None)]
        union = get_origin(kind) in (Union, UnionType)
        if get_origin(kind) is not Annotated and not (union and len(inner) == 1):
            return kind
        kind = inner[0]


def _models(kind: Any) -> list[type[BaseModel]]:
    """The models an annotation allows at this very level."""
    kind = _optional(kind)
    if get_origin(kind) in (Union, UnionType):
        return [model for arg in get_args(kind) for model in _models(arg)]
    return [kind] if isinstance(kind, type) and issubclass(kind, BaseModel) else []
