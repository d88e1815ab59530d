"""Read scenario text as plain YAML 1.2 data, and remember where each value stands.

Only data gets in: mappings, lists, text, numbers and booleans. Tags, anchors, aliases, directives and further
documents have no use in a scenario file and are refused before anything is built from them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    NodeEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from exclusim.scenarios.issues import Issue, Path, ScenarioError, dotted

__all__ = ["LARGEST", "Mark", "Source", "overlay", "read_file", "read_text"]

LARGEST: Final = 1_000_000
"""Largest file read, in bytes."""

_DEEPEST = 30
_MOST_VALUES = 20_000  # read in about two seconds; shipped cases have a few hundred
_STR, _TIMESTAMP, _MERGE = (f"tag:yaml.org,2002:{name}" for name in ("str", "timestamp", "merge"))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands, and its key where it has one; line and column count from 1."""

    file: str
    value: tuple[int, int]
    key: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """The data of a file (or of several, merged) and the place of each value by path."""

    file: str
    values: dict[str, Any]
    marks: Mapping[Path, Mark]

    def issue(self, path: Path, message: str, *, at_key: bool = False) -> Issue:
        """A problem at a path, or at the key of the nearest mapping around it that stands in the file."""
        place = path
        while place not in self.marks:
            place = place[:-1]
        mark = self.marks[place]
        line, column = mark.key if at_key or place != path else mark.value
        return Issue(mark.file, line, column, dotted(path), message)


def read_file(path: FilePath, label: str | None = None) -> Source:
    """Read a scenario file.

    Raises:
        ScenarioError: it cannot be read, is too large, or is not a plain YAML 1.2 mapping in UTF-8.
    """
    label = label or str(path)
    if path.is_dir():
        _refuse(label, "a scenario file (got a directory)")
    try:
        if path.exists() and not path.is_file():
            _refuse(label, "a scenario file (got a device or pipe)")
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else str(error)) or "unreadable"
        _refuse(label, f"a file that can be read (got: {reason})")
    return read_text(data, label)


def read_text(text: str | bytes, file: str) -> Source:
    """Read scenario text; ``file`` is the name to use in messages.

    Raises:
        ScenarioError: the text is too large or is not a plain YAML 1.2 mapping in UTF-8.
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > LARGEST:
        _refuse(file, f"a file of at most {LARGEST // 1_000_000} MB")
    try:
        decoded = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        _refuse(file, f"UTF-8 text (got the byte 0x{data[error.start]:02x})", line, column)
    yaml = YAML(typ="safe", pure=True)
    try:
        root = _compose(yaml, decoded, file)
        marks: dict[Path, Mark] = {}
        _walk(root, (), _start(root), marks, file)
        values = yaml.constructor.construct_document(root)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _refuse(file, _syntax(error), line, column)
    except ReaderError as error:
        _refuse(
            file,
            f"printable text (got the character U+{ord(decoded[error.position]):04X})",
            decoded.count("\n", 0, error.position) + 1,
            error.position - (decoded.rfind("\n", 0, error.position) + 1) + 1,
        )
    except (YAMLError, ValueError) as error:  # such as an integer of thousands of digits
        _refuse(file, f"plain YAML 1.2 (got: {str(error).splitlines()[0]})")
    return Source(file, values, marks)


def overlay(base: Source, top: Source) -> Source:
    """``top`` laid over ``base``: mappings merge, ``null`` removes a field, anything else replaces.

    A population of another kind replaces the whole population.
    """
    replaced: set[Path] = set()
    values = _merge(base.values, top.values, (), replaced)
    kept = {
        path: mark
        for path, mark in base.marks.items()
        if not any(path[:length] in replaced for length in range(1, len(path) + 1))
    }
    return Source(top.file, values, {**kept, **top.marks})


def _merge(base: dict[str, Any], top: dict[str, Any], path: Path, replaced: set[Path]) -> dict[str, Any]:
    """The merged mapping; ``replaced`` gathers the paths where nothing of ``base`` is left."""
    if "kind" in base and "kind" in top and base["kind"] != top["kind"]:
        replaced.add(path)
        return top
    merged = dict(base)
    for key, value in top.items():
        here, below = (*path, key), merged.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            merged[key] = _merge(below, value, here, replaced)
            continue
        replaced.add(here)
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = value
    return merged


def _refuse(file: str, expected: str, line: int = 1, column: int = 1, path: Path = ()) -> NoReturn:
    raise ScenarioError([Issue(file, line, column, dotted(path), f"expected {expected}")])


def _syntax(error: MarkedYAMLError) -> str:
    text = str(error.problem or error.context or "")
    if "'\\t'" in text or "tab" in text:
        return "spaces for indentation (got a tab)"
    return f"plain YAML 1.2 (got: {text})"


def _compose(yaml: YAML, text: str, file: str) -> Node:
    """The node tree of the one document, once its events show nothing but plain data."""
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text)):
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                _refuse(file, "one document (got a second one after ---)", line, column)
            if event.version or event.tags:
                _refuse(file, "no % directives: scenario files are YAML 1.2", line, column)
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            _refuse(file, f"no anchors or aliases (got {event.anchor!r}); write the value out", line, column)
        if getattr(event, "tag", None) is not None:
            _refuse(file, f"plain data without tags (got {event.tag!s})", line, column)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if count > _MOST_VALUES:
            _refuse(file, f"at most {_MOST_VALUES} values", line, column)
        if depth > _DEEPEST:
            _refuse(file, f"at most {_DEEPEST} levels", line, column)
    root = YAML(typ="safe", pure=True).compose(text) if documents else None
    if root is None or (isinstance(root, ScalarNode) and not root.value):
        _refuse(file, "a scenario (got an empty file)")
    if not isinstance(root, MappingNode):
        _refuse(file, "fields such as 'case: my-case' (got something else)", *_start(root))
    return root


def _start(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _walk(node: Node, path: Path, key: tuple[int, int], marks: dict[Path, Mark], file: str) -> None:
    """Record every position; dates stay text, and keys must be words used once."""
    marks[path] = Mark(file, _start(node), key)
    if isinstance(node, ScalarNode) and node.tag == _TIMESTAMP:
        node.tag = _STR
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*path, index), _start(item), marks, file)
    elif isinstance(node, MappingNode):
        for name, value in node.value:
            if name.tag in (_MERGE, _TIMESTAMP):
                name.tag = _STR
            if not isinstance(name, ScalarNode) or name.tag != _STR:
                _refuse(file, f"a word as key (got {name.value!r:.40})", *_start(name), path)
            below = (*path, name.value)
            if below in marks:
                first = marks[below].key[0]
                _refuse(file, f"each field once (it also stands in line {first})", *_start(name), below)
            _walk(value, below, _start(name), marks, file)


def is_path(name: str) -> bool:
    """Whether a name means a file rather than a shipped case."""
    separators = {os.sep, "/", os.altsep or os.sep}
    return name.endswith((".yaml", ".yml")) or any(mark in name for mark in separators)
