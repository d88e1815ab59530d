"""The tables of the first version, as stores had them before revisions were written down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "exclusim_store",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exclusim_store"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(128), nullable=False),
        sa.Column("case_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("preset", sa.String(32), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("replicates", sa.Integer(), nullable=False),
        sa.Column("created", sa.String(64), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("data_hash", sa.Text(), nullable=False),
        sa.Column("scenario_hash", sa.Text(), nullable=False),
        sa.Column("scenario_text", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        sa.UniqueConstraint("run_id", name="uq_run_run_id"),
    )
    op.create_index("ix_run_created", "run", ["created"])
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_key"], ["run.id"], name="fk_scenario_run_key_run", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_scenario"),
        sa.UniqueConstraint("run_key", "name", name="uq_scenario_run_key_name"),
    )
    op.create_table(
        "parameter",
        sa.Column("run_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("value", sa.Float(53), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("prior", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("assumption", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_key"], ["run.id"], name="fk_parameter_run_key_run", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_key", "name", name="pk_parameter"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draw_value",
        sa.Column("run_key", sa.Integer(), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("value", sa.Float(53), nullable=False),
        sa.ForeignKeyConstraint(["run_key"], ["run.id"], name="fk_draw_value_run_key_run", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_key", "draw", "name", name="pk_draw_value"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger",
        sa.Column("scenario_key", sa.Integer(), nullable=False),
        sa.Column("replicate", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("service", sa.String(200), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("amount_sek", sa.Float(53), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_key"], ["scenario.id"], name="fk_ledger_scenario_key_scenario", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "scenario_key", "replicate", "year", "actor", "kind", "service", "scope", name="pk_ledger"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "panel",
        sa.Column("scenario_key", sa.Integer(), nullable=False),
        sa.Column("replicate", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(100), nullable=False),
        sa.Column("person_months", sa.Float(53), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_key"], ["scenario.id"], name="fk_panel_scenario_key_scenario", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("scenario_key", "replicate", "year", "status", name="pk_panel"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO exclusim_store (id, version) VALUES (1, 1)")


def downgrade() -> None:
    for name in ("panel", "ledger", "draw_value", "parameter", "scenario"):
        op.drop_table(name)
    op.drop_index("ix_run_created", table_name="run")
    op.drop_table("run")
    op.drop_table("exclusim_store")
