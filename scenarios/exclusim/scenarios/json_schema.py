"""JSON Schema of scenario files, for editors and other programs; a quantity is a string with its unit."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from exclusim.scenarios.schema import Case

__all__ = ["json_schema"]


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12). A file that ``extends`` another may leave out anything but its own name.

    >>> json_schema()["$defs"]["ProjectCost"]["properties"]["amount"]["type"]
    'string'
    """
    schema = Case.model_json_schema(mode="validation", by_alias=True)
    definitions: dict[str, Any] = schema.pop("$defs")
    definitions["Newcomers"]["properties"]["ages"] = {
        "type": "string",
        "description": "Both ages as one range.",
        "examples": ["20–44 år"],
    }
    _as_text(definitions)
    title = schema.pop("title")
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": "urn:exclusim:case:1",
        "title": title,
        "$defs": {**definitions, "Case": schema},
        "type": "object",
        "if": {"required": ["extends"], "properties": {"extends": {"type": "string"}}},
        "then": {
            "required": ["exclusim", "case", "extends"],
            "propertyNames": {"enum": list(schema["properties"])},
        },
        "else": {"$ref": "#/$defs/Case"},
    }


def _as_text(node: Any) -> None:
    """Drop bounds and defaults that are numbers where the file holds text with a unit."""
    if isinstance(node, list):
        for item in node:
            _as_text(item)
    if not isinstance(node, dict):
        return
    if node.get("type") == "string":
        for key in ("ge", "le", "default"):
            if not isinstance(node.get(key, ""), str):
                del node[key]
    for item in node.values():
        _as_text(item)
