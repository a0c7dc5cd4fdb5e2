"""Why a bundle for an evaluator was refused or withdrawn, for who asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bundle_withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "length(because) <= 300", name=op.f("ck_bundle_withdrawal_because_length")
        ),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_bundle_withdrawal_bundle_id_evaluation_bundle"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_withdrawal")),
    )
    with op.batch_alter_table("bundle_withdrawal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bundle_withdrawal_bundle_id"), ["bundle_id"], unique=True
        )


def downgrade() -> None:
    op.drop_table("bundle_withdrawal")
