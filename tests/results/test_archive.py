"""An archive gives the same bits again, says what is not the same, and is read with suspicion."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from exclusim.model.errors import ExclusimError
from exclusim.results.archive import export_run, reproduce
from exclusim.results.archive.manifest import CASE, CITATION, CRATE, DOCUMENT, DRAWS, MANIFEST, Manifest, sha256
from exclusim.results.archive.package import read_package, write_package
from exclusim.results.run import RunOptions, run_case
from exclusim.results.store import Store
from exclusim.scenarios.library import example, load
from exclusim.scenarios.loading import load_file, parse

FLAT = RunOptions(preset="flat-annuity", replicates=3, threads=1)


def _stored(folder: Path, case: str | Path, options: RunOptions) -> tuple[Path, str]:
    record = run_case(load(case) if isinstance(case, str) else load_file(case), options)
    with Store.open(str(folder / "runs.sqlite")) as store:
        store.save(record)
    return folder / "runs.sqlite", record.document.run_id


def _exported(folder: Path, case: str | Path, options: RunOptions, given: Path | None = None) -> Path:
    database, run_id = _stored(folder, case, options)
    with Store.open(str(database)) as store:
        export_run(store, run_id[:6], folder / "run.zip", given)
    return folder / "run.zip"


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the published worked example: nothing is simulated, so it is made at once."""
    return _exported(tmp_path_factory.mktemp("flat"), "trelleborg", FLAT)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    options = RunOptions(persons=30, replicates=3, seed=4, threads=1)
    return _exported(tmp_path_factory.mktemp("simulated"), "newcomers", options)


def _rewritten(archive: Path, folder: Path, change: Callable[[dict[str, bytes]], None], *, seal: bool = False) -> Path:
    """A copy with other content; ``seal``: with the manifest's hashes put right, as a forger would."""
    manifest, files = read_package(archive)
    change(files)
    if seal:
        hashes = {path: sha256(files[path]) for path in manifest.files}
        files[MANIFEST] = manifest.model_copy(update={"files": hashes}).model_dump_json().encode()
    changed = folder / "changed.zip"
    changed.write_bytes(write_package(files))
    return changed


def _with_value(content: bytes, change: Callable[[Any], None]) -> bytes:
    document = json.loads(content)
    change(document)
    return json.dumps(document, ensure_ascii=False).encode()


def test_a_simulated_run_gives_the_same_bits_again_from_its_archive_alone(simulated: Path, tmp_path: Path) -> None:
    alone = tmp_path / "sent.zip"
    alone.write_bytes(simulated.read_bytes())
    found = reproduce(alone, threads=2)
    assert found.same
    assert (found.difference_count, found.changed, found.surroundings) == (0, [], [])
    assert {DOCUMENT, DRAWS, "results/tables/ledger.csv", "results/tables/panel.csv"} < set(found.compared)


def test_the_archive_holds_what_was_asked_and_with_what(simulated: Path) -> None:
    manifest, files = read_package(simulated)
    assert (manifest.persons, manifest.replicates, manifest.seed, manifest.preset) == (30, 3, 4, "published")
    assert parse(files[CASE]) == load("newcomers")
    assert files["given/newcomers.yaml"].decode() == example("newcomers")
    assert {"exclusim", "python", "machine", "numpy", "numba", "llvmlite"} < set(manifest.surroundings.versions)
    assert {"evidence/statistics.csv", "posterior/mixed", "cost book"} < set(manifest.surroundings.data)
    assert len(files[DRAWS].splitlines()) == 1 + 3
    assert manifest.run_id in files[CITATION].decode()


def test_the_same_run_exported_twice_is_the_same_file(tmp_path: Path) -> None:
    database, run_id = _stored(tmp_path, "trelleborg", FLAT)
    with Store.open(str(database)) as store:
        for name in ("one.zip", "two.zip"):
            export_run(store, run_id, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_number_changed_in_the_results_is_found_and_named(flat: Path, tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document["scenarios"]["baseline"]["total"]["society"]["mean"] += 1

    def dearer(files: dict[str, bytes]) -> None:
        files[DOCUMENT] = _with_value(files[DOCUMENT], change)

    for seal in (False, True):
        found = reproduce(_rewritten(flat, tmp_path, dearer, seal=seal))
        assert not found.same
        assert [place.where for place in found.differences] == ["scenarios.baseline.total.society.mean"]
        assert [file.path for file in found.changed] == ([] if seal else [DOCUMENT])


def test_a_cell_changed_in_a_table_is_found_and_named(flat: Path, tmp_path: Path) -> None:
    path = "results/tables/ledger.csv"

    def cheaper(files: dict[str, bytes]) -> None:
        head, row, rest = files[path].split(b"\n", 2)
        files[path] = b"\n".join([head, row[: row.rindex(b",") + 1] + b"1.0", rest])

    found = reproduce(_rewritten(flat, tmp_path, cheaper, seal=True))
    assert [(place.file, place.where, place.archived) for place in found.differences] == [
        (path, "line 2, amount_sek", "1.0")
    ]


def test_another_case_behind_the_same_results_is_found(flat: Path, tmp_path: Path) -> None:
    def smaller(files: dict[str, bytes]) -> None:
        files[CASE] = files[CASE].replace(b"trelleborg", b"trelleburg", 1)

    found = reproduce(_rewritten(flat, tmp_path, smaller, seal=True))
    assert {"case", "run_id", "scenario_hash"} <= {place.where for place in found.differences}


def test_other_versions_and_data_are_told_and_are_no_difference_by_themselves(flat: Path, tmp_path: Path) -> None:
    def older(files: dict[str, bytes]) -> None:
        manifest = json.loads(files[MANIFEST])
        manifest["surroundings"]["versions"]["numpy"] = "1.0"
        manifest["surroundings"]["data"]["evidence/statistics.csv"] = "0" * 64
        files[MANIFEST] = json.dumps(manifest).encode()

    found = reproduce(_rewritten(flat, tmp_path, older))
    assert found.same
    assert {(o.kind, o.name) for o in found.surroundings} == {("version", "numpy"), ("data", "evidence/statistics.csv")}


def test_a_scenario_file_is_kept_with_its_comments_and_with_what_it_extends(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("# why we ask\nexclusim: 1\ncase: mine\nextends: trelleborg\n", encoding="utf-8")
    _, files = read_package(_exported(tmp_path, file, FLAT, file))
    assert files["given/mine.yaml"] == file.read_bytes()
    assert files["given/trelleborg.yaml"].decode() == example("trelleborg")
    assert reproduce(tmp_path / "run.zip").same


def test_a_scenario_file_that_has_changed_since_the_run_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("exclusim: 1\ncase: mine\nextends: trelleborg\n", encoding="utf-8")
    database, run_id = _stored(tmp_path, file, FLAT)
    file.write_text("exclusim: 1\ncase: mine\nextends: trelleborg\ntitle: Annan\n", encoding="utf-8")
    with Store.open(str(database)) as store, pytest.raises(ExclusimError, match="is not the case that was run"):
        export_run(store, run_id, tmp_path / "run.zip", file)


def test_a_run_made_with_other_data_is_not_exported_as_if_it_were_ours(tmp_path: Path) -> None:
    record = run_case(load("trelleborg"), FLAT)
    foreign = record.document.model_copy(update={"run_id": "0123456789ab"})
    with Store.open(str(tmp_path / "runs.sqlite")) as store:
        store.save(type(record)(foreign, record.scenario_text, record.ledger, record.panel))
        with pytest.raises(ExclusimError, match="was made by another Exclusim"):
            export_run(store, "0123456789ab", tmp_path / "run.zip")


def test_the_crate_describes_every_file_and_can_be_read_by_its_library(simulated: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(simulated) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "crate")
    crate = ROCrate(tmp_path / "crate")
    assert {entity.id for entity in crate.data_entities} == names - {CRATE}
    action = crate.get("#run")
    assert action["instrument"].id == "#exclusim"
    assert {DOCUMENT, DRAWS} <= {entity.id for entity in action["result"]}
    assert crate.root_dataset["mentions"].id == "#run"


def test_the_crate_keeps_the_rules_of_json_ld_flattened(simulated: Path) -> None:
    _, files = read_package(simulated)
    graph = json.loads(files[CRATE])["@graph"]
    entities = {entity["@id"]: entity for entity in graph}
    assert len(entities) == len(graph), "an entity is described twice"
    descriptor, root = entities[CRATE], entities["./"]
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"]["@id"].startswith("https://w3id.org/ro/crate/1.")
    assert {"name", "description", "datePublished", "license"} <= set(root)

    def referred(value: object) -> set[str]:
        values = value if isinstance(value, list) else [value]
        found = {item["@id"] for item in values if isinstance(item, Mapping) and set(item) == {"@id"}}
        assert all(not isinstance(item, Mapping) or set(item) == {"@id"} for item in values), "an entity is nested"
        return found

    for entity in graph:
        assert entity.get("@type"), entity["@id"]
        for key, value in entity.items():
            if key != "conformsTo" or entity is not descriptor:
                assert referred(value) <= set(entities), (entity["@id"], key)


def _zip(path: Path, entries: list[tuple[zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in entries:
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


@pytest.mark.parametrize("name", ["../outside.yaml", "/etc/outside", "a/../../outside", "..\\outside", "C:outside"])
def test_a_path_that_leads_out_of_the_archive_is_refused(name: str, tmp_path: Path) -> None:
    bad = _zip(tmp_path / "bad.zip", [(zipfile.ZipInfo(name), b"x")])
    with pytest.raises(ExclusimError, match="is not a file inside it"):
        read_package(bad)


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo(CASE)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ExclusimError, match="is not a file inside it"):
        read_package(_zip(tmp_path / "bad.zip", [(link, b"/etc/passwd")]))


def test_a_file_that_would_unpack_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    bomb = _zip(tmp_path / "bomb.zip", [(zipfile.ZipInfo(DOCUMENT), b"0" * 30_000_000)])
    with pytest.raises(ExclusimError, match="would unpack to 30 MB"):
        read_package(bomb)


@pytest.mark.parametrize("part", [MANIFEST, CASE, DOCUMENT, "results/tables/ledger.csv"])
def test_an_archive_that_lacks_a_part_is_refused_by_its_name(part: str, flat: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(flat) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name != part}
    (tmp_path / "bad.zip").write_bytes(write_package(files))
    with pytest.raises(ExclusimError, match=f"it has no {part}"):
        read_package(tmp_path / "bad.zip")


def test_a_file_that_the_manifest_does_not_know_is_refused(flat: Path, tmp_path: Path) -> None:
    with pytest.raises(ExclusimError, match=r"'more\.txt' is not in its manifest"):
        reproduce(_rewritten(flat, tmp_path, lambda files: files.update({"more.txt": b""})))


def test_what_is_no_archive_is_refused_in_one_message(flat: Path, tmp_path: Path) -> None:
    text, cut = tmp_path / "text.zip", tmp_path / "cut.zip"
    text.write_text("no zip")
    cut.write_bytes(flat.read_bytes()[:2000])
    damaged = bytearray(flat.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    broken = tmp_path / "broken.zip"
    broken.write_bytes(damaged)
    for file in (text, cut, broken, tmp_path / "none.zip", tmp_path):
        with pytest.raises(ExclusimError):
            reproduce(file)


@pytest.mark.parametrize("field", [{"seed": "four"}, {"replicates": 0}, {"schema_version": 99}, {"preset": "other"}])
def test_a_manifest_that_asks_for_the_impossible_is_refused(
    field: dict[str, object], flat: Path, tmp_path: Path
) -> None:
    def ask(files: dict[str, bytes]) -> None:
        files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), **field}).encode()

    with pytest.raises(ExclusimError):
        reproduce(_rewritten(flat, tmp_path, ask))


def test_the_manifest_reads_back_as_it_was_written(flat: Path) -> None:
    manifest, files = read_package(flat)
    assert Manifest.model_validate_json(files[MANIFEST]) == manifest
    assert set(manifest.files) == set(files) - {MANIFEST}
