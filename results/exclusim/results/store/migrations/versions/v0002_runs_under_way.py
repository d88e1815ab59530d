"""Runs under way with their finished draws, and tables kept as files beside the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(128), nullable=False),
        sa.Column("case_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("preset", sa.String(32), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("replicates", sa.Integer(), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("created", sa.String(64), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("code_key", sa.String(64), nullable=False),
        sa.Column("scenario_text", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("run_id", name="uq_job_run_id"),
    )
    op.create_table(
        "task",
        sa.Column("job_key", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_key"], ["job.id"], name="fk_task_job_key_job", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_key", "stage", "draw", name="pk_task"),
    )
    op.create_table(
        "large_table",
        sa.Column("run_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_key"], ["run.id"], name="fk_large_table_run_key_run", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_key", "name", name="pk_large_table"),
    )
    op.execute("UPDATE exclusim_store SET version = 2")


def downgrade() -> None:
    for name in ("large_table", "task", "job"):
        op.drop_table(name)
    op.execute("UPDATE exclusim_store SET version = 1")
