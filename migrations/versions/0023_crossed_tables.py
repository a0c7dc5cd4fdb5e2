"""Crossed tables that were told: the level of their columns beside that of their rows."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("released_table", schema=None) as batch_op:
        batch_op.add_column(sa.Column("across", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_released_table_across_at_least"), "across >= 0"
        )


def downgrade() -> None:
    with op.batch_alter_table("released_table", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_released_table_across_at_least"), type_="check")
        batch_op.drop_column("across")
