"""Large tables lie as Parquet beside the store, and the store knows whether they are what was written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.results.example_document import example_flat_document
from tests.results.example_tables import example_record

from exclusim.model.errors import ExclusimError
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.tables import MEAN
from exclusim.results.store import Store
from exclusim.scenarios.library import load

DOCUMENT = example_flat_document()
RECORD = example_record(DOCUMENT)
RUN = DOCUMENT.run_id


def _table(rows: int, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "scenario": pd.Categorical(rng.choice(["baseline", "prevention"], rows)),
            "year": rng.integers(16, 66, rows),
            "amount": rng.normal(size=rows),
        }
    )


def test_a_large_table_comes_back_bit_for_bit_and_lies_beside_the_store(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "://" in store_url:
        monkeypatch.setenv("EXCLUSIM_TABLES", str(tmp_path / "runs-tables"))
    table = _table(5_000)
    with Store.open(store_url) as store:
        store.save(replace(RECORD, large={"panel": table}))
        (found,) = store.large_tables(RUN[:5])
        pd.testing.assert_frame_equal(store.large_table(RUN, "panel"), table)
    assert (found.name, found.rows, found.size) == ("panel", 5_000, found.path.stat().st_size)
    assert found.path.parent == tmp_path / "runs-tables" / RUN
    assert pq.read_metadata(found.path).num_rows == 5_000


def test_a_store_that_is_moved_with_its_tables_finds_them(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    with Store.open(str(tmp_path / "here" / "runs.sqlite")) as store:
        store.save(replace(RECORD, large={"panel": _table(50)}))
    shutil.move(tmp_path / "here", tmp_path / "there")
    with Store.open(str(tmp_path / "there" / "runs.sqlite")) as store:
        pd.testing.assert_frame_equal(store.large_table(RUN, "panel"), _table(50))


def test_saving_again_replaces_the_files_and_leaves_none_behind(tmp_path: Path) -> None:
    with Store.open(str(tmp_path / "runs.sqlite")) as store:
        store.save(replace(RECORD, large={"panel": _table(50), "spells": _table(20)}))
        store.save(replace(RECORD, large={"panel": _table(50, seed=2), "spells": _table(20)}))
        assert len(list(tmp_path.rglob("*.parquet"))) == 2
        pd.testing.assert_frame_equal(store.large_table(RUN, "panel"), _table(50, seed=2))
        store.save(RECORD)
    assert [path.name for path in tmp_path.iterdir()] == ["runs.sqlite"]


def test_a_changed_or_missing_file_is_told(tmp_path: Path) -> None:
    with Store.open(str(tmp_path / "runs.sqlite")) as store:
        store.save(replace(RECORD, large={"panel": _table(50)}))
        (found,) = store.large_tables(RUN)
        with pytest.raises(ExclusimError, match="keeps no table 'lives'; it has panel"):
            store.large_table(RUN, "lives")
        found.path.write_bytes(found.path.read_bytes()[:-1])
        with pytest.raises(ExclusimError, match="has been changed or is damaged; make the run again"):
            store.large_table(RUN, "panel")
        found.path.unlink()
        with pytest.raises(ExclusimError, match="the table panel is not where it was written"):
            store.large_table(RUN, "panel")


def test_a_store_in_memory_has_no_place_for_them() -> None:
    with Store.open("sqlite://") as store, pytest.raises(ExclusimError, match="no place for large tables"):
        store.save(replace(RECORD, large={"panel": _table(5)}))


def test_a_run_keeps_panels_ledgers_and_spells_where_asked_for_and_they_agree_with_its_means(tmp_path: Path) -> None:
    options = RunOptions(persons=60, replicates=3, threads=1, keep=("panel", "ledger", "spells"))
    record = run_case(load("newcomers"), options)
    with Store.open(str(tmp_path / "runs.sqlite")) as store:
        store.save(record)
        kept = {
            table.name: store.large_table(record.document.run_id, table.name)
            for table in store.large_tables(record.document.run_id)
        }
        for name, number in (("panel", "person_months"), ("ledger", "amount_sek")):
            keys = [column for column in kept[name].columns if column not in ("replicate", number)]
            means = kept[name].groupby(keys, observed=True)[number].sum() / options.replicates
            stored = getattr(store, name)(record.document.run_id)
            assert set(stored["replicate"]) == {MEAN}
            assert set(kept[name]["replicate"]) == set(range(options.replicates))
            both = stored.set_index(keys)[number]
            np.testing.assert_allclose(means[means != 0].sort_index(), both.sort_index(), rtol=1e-9)
    spells = kept["spells"]
    months = (spells["to_month"].astype(int) - spells["from_month"]).groupby(spells["person"]).sum()
    assert len(months) == 60
    assert months.nunique() == 1  # everybody is followed to the end
