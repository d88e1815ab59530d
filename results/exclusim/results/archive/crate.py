"""What an archive says about itself to other programs: RO-Crate metadata and a citation.

The crate follows the profile for the run of one program (Process Run Crate): an action with the program as its
instrument, what went in as its objects and what came out as its results.
"""

from __future__ import annotations

import importlib
import io
import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from ruamel.yaml import YAML

from exclusim.results.archive.manifest import CASE, CITATION, DOCUMENT, DRAWS, MANIFEST
from exclusim.results.document import RunDocument

__all__ = ["citation", "crate"]

_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_ABOUT = {
    MANIFEST: "What was asked, versions, and hashes of all files and of the data that Exclusim ships.",
    CASE: "The case that was run, resolved: it stands alone.",
    DRAWS: "Parameter values by joint draw; fitted ones are rows of the posterior.",
    DOCUMENT: "The result document, as `exclusim run --json` prints it.",
    CITATION: "How to cite this run.",
}
_TYPES = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".yaml": "application/yaml",
    ".cff": "application/yaml",
    ".parquet": "application/vnd.apache.parquet",
}
_AUTHORS = "The Exclusim authors"
_TERMS = "Nobody has chosen terms for this archive; ask whoever made it. Exclusim itself is under the MIT licence."


def crate(document: RunDocument, files: Mapping[str, bytes]) -> bytes:
    """``ro-crate-metadata.json`` for an archive with ``files`` beside it."""
    # Imported by name: the library has no types.
    model = importlib.import_module("rocrate.model")
    made = importlib.import_module("rocrate.rocrate").ROCrate(version="1.2")

    def add(kind: str, identifier: str, **properties: Any) -> Any:
        return made.add(getattr(model, kind)(made, identifier, properties=properties))

    profile = add("ContextEntity", _PROFILE, **{"@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"})
    terms = add("ContextEntity", "#terms", **{"@type": "CreativeWork", "name": "Terms", "description": _TERMS})
    program = add(
        "ContextEntity",
        "#exclusim",
        **{"@type": "SoftwareApplication", "name": "Exclusim", "softwareVersion": document.code_version},
    )
    # The manifest holds the hash of this file, so that its size is not known yet.
    described = {MANIFEST: None, **files}
    parts = {path: add("DataEntity", path, **_file(path, described[path])) for path in sorted(described)}
    action = add(
        "ContextEntity",
        "#run",
        **{
            "@type": "CreateAction",
            "name": f"Run {document.run_id}: {document.case}, {document.preset}",
            "description": f"{document.replicates} joint draws with the seed {document.seed}.",
            "endTime": document.created,
        },
    )
    action["instrument"] = program
    action["object"] = [p for path, p in parts.items() if path in (CASE, MANIFEST) or path.startswith("given/")]
    action["result"] = [part for path, part in parts.items() if path == DRAWS or path.startswith("results/")]
    root = made.root_dataset
    root["name"] = f"{document.title} ({document.run_id})"
    root["description"] = document.description or document.title
    root["license"], root["conformsTo"], root["mentions"] = terms, profile, action
    root["identifier"] = document.run_id
    root["datePublished"] = document.created
    return (json.dumps(made.metadata.generate(), ensure_ascii=False, indent=1) + "\n").encode()


def _file(path: str, content: bytes | None) -> dict[str, str]:
    found = {"@type": "File", "name": path, "encodingFormat": _TYPES[path[path.rindex(".") :]]}
    if content is not None:
        found["contentSize"] = str(len(content))
    return found | ({"description": _ABOUT[path]} if path in _ABOUT else {})


def citation(document: RunDocument) -> bytes:
    """``CITATION.cff`` of a run: the data set, and the program as what it refers to."""
    entry = {
        "cff-version": "1.2.0",
        "message": "If you use this run, please cite it and the program that made it.",
        "type": "dataset",
        "title": f"{document.title}: run {document.run_id} of Exclusim",
        "authors": [{"name": _AUTHORS}],
        "date-released": document.created[:10],
        "identifiers": [{"type": "other", "value": document.run_id, "description": "run id, a hash of what was asked"}],
        "references": [
            {
                "type": "software",
                "title": "Exclusim",
                "authors": [{"name": _AUTHORS}],
                "version": version("exclusim"),
                "license": "MIT",
            }
        ],
    }
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # in the order above
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(entry, stream)
    return stream.getvalue().encode()
