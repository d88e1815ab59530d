"""What goes into the store comes out again, and nothing else does."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from tests.results.example_document import example_document, example_flat_document
from tests.results.example_tables import example_ledger, example_record

from exclusim.model.errors import ExclusimError
from exclusim.results.document import Interval, RunDocument
from exclusim.results.store import LEDGER_COLUMNS, PANEL_COLUMNS, Store
from exclusim.results.store.schema import Base


def _sorted(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    return table[list(columns)].sort_values(list(columns[:-1])).reset_index(drop=True)


@pytest.mark.parametrize("document", [example_document(), example_flat_document()], ids=lambda d: d.preset)
def test_a_saved_run_is_loaded_equal_with_its_ledger_panel_draws_and_scenario(
    document: RunDocument, tmp_path: Path
) -> None:
    record = example_record(document)
    with Store.open(str(tmp_path / "runs.sqlite")) as store:
        store.save(record)
    with Store.open(str(tmp_path / "runs.sqlite"), must_exist=True) as store:
        assert store.load(document.run_id) == document
        ledger = store.ledger(document.run_id[:4])
        panel, draws = store.panel(document.run_id), store.draws(document.run_id)
        assert store.scenario_text(document.run_id) == record.scenario_text
    columns = LEDGER_COLUMNS
    pd.testing.assert_frame_equal(_sorted(ledger, columns), _sorted(record.ledger, columns))
    pd.testing.assert_frame_equal(_sorted(panel, PANEL_COLUMNS), _sorted(record.panel, PANEL_COLUMNS))
    assert record.draws is not None
    pd.testing.assert_frame_equal(draws, record.draws.sort_values(["draw", "name"]).reset_index(drop=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    seed=st.integers(0, 2**64 - 1),
    mean=st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_title_seed_and_amount_survive_the_store_bit_for_bit(title: str, seed: int, mean: float) -> None:
    document = example_flat_document()
    baseline = document.scenarios["baseline"]
    total = {**baseline.total, "society": Interval(mean=mean, p5=mean, p95=mean)}
    scenarios = {**document.scenarios, "baseline": baseline.model_copy(update={"total": total})}
    changed = document.model_copy(update={"title": title, "seed": seed, "scenarios": scenarios})
    with Store.open("sqlite://") as store:
        store.save(example_record(changed))
        assert store.load(document.run_id) == changed
        assert store.runs()[0].seed == seed


def test_saving_a_run_twice_replaces_it_and_leaves_one_of_everything(tmp_path: Path) -> None:
    document = example_document()
    record = example_record(document)
    smaller = replace(record, ledger=example_ledger(document, replicates=1), draws=None, status="partial")
    with Store.open(str(tmp_path / "runs.sqlite")) as store:
        store.save(record)
        store.save(smaller)
        (info,) = store.runs()
        assert (info.run_id, info.status) == (document.run_id, "partial")
        assert len(store.ledger(document.run_id)) == len(smaller.ledger)
        assert store.draws(document.run_id).empty
    with sqlite3.connect(tmp_path / "runs.sqlite") as plain:
        assert plain.execute("SELECT count(*) FROM ledger").fetchone() == (len(smaller.ledger),)
        assert plain.execute("SELECT count(*) FROM scenario").fetchone() == (2,)
    plain.close()


def test_the_listing_shows_the_latest_run_first() -> None:
    with Store.open("sqlite://") as store:
        for number, day in enumerate(("03", "09", "05")):
            created = {"run_id": f"run{number}", "created": f"2026-11-{day}T08:00:00+00:00"}
            store.save(example_record(example_document().model_copy(update=created)))
        assert [run.run_id for run in store.runs()] == ["run1", "run2", "run0"]


def test_a_run_id_may_be_shortened_only_as_long_as_it_is_unique() -> None:
    document = example_flat_document()
    with Store.open("sqlite://") as store:
        for run_id in ("abc1", "abc2", "abd1"):
            store.save(example_record(document.model_copy(update={"run_id": run_id})))
        assert store.load("abd").run_id == "abd1"
        assert store.load("abc2").run_id == "abc2"
        with pytest.raises(ExclusimError, match=r"2 runs begin with 'abc': abc1, abc2; give more characters"):
            store.load("abc")
        with pytest.raises(ExclusimError, match="there is no run 'a%'"):
            store.load("a%")


def test_an_unknown_run_is_answered_with_the_latest_five() -> None:
    with Store.open("sqlite://") as store:
        with pytest.raises(ExclusimError, match="there is no run 'zz' in the store in memory; it has no runs yet"):
            store.load("zz")
        for number in range(7):
            change = {"run_id": f"run{number}", "created": f"2026-11-0{number + 1}T08:00:00+00:00"}
            store.save(example_record(example_flat_document().model_copy(update=change)))
        with pytest.raises(ExclusimError) as caught:
            store.load("zz")
    assert all(f"run{number}" in str(caught.value) for number in range(2, 7))
    assert "run1" not in str(caught.value)


def test_every_table_is_valid_for_postgresql_too_and_every_constraint_has_a_name() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Base.metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))
        assert all(constraint.name for constraint in table.constraints)


def test_a_record_with_a_missing_column_a_double_key_or_no_number_is_refused() -> None:
    record = example_record(example_document())
    ledger = record.ledger
    with pytest.raises(ValueError, match="ledger: column 'kind' is missing"):
        replace(record, ledger=ledger.drop(columns="kind"))
    with pytest.raises(ValueError, match="ledger: more than one row for"):
        replace(record, ledger=pd.concat([ledger, ledger.tail(1)]))
    with pytest.raises(ValueError, match="ledger: amount_sek holds a number that is not finite"):
        replace(record, ledger=ledger.assign(amount_sek=float("nan")))
    with pytest.raises(ValueError, match="panel: scenario 'elsewhere' is not in the document"):
        replace(record, panel=record.panel.replace({"scenario": {"prevention": "elsewhere"}}))


def test_a_document_with_a_number_that_json_does_not_know_is_refused_by_name() -> None:
    document = example_flat_document().model_copy(update={"uncertainty": {"chance": float("nan")}})
    with (
        Store.open("sqlite://") as store,
        pytest.raises(ExclusimError, match=r"uncertainty\.chance is nan, not a finite number"),
    ):
        store.save(example_record(document))
