"""${message}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
    op.execute("UPDATE exclusim_store SET version = ${int(up_revision)}")


def downgrade() -> None:
    op.execute("UPDATE exclusim_store SET version = ${int(down_revision or 0)}")
    ${downgrades if downgrades else "pass"}
