"""What a mentor tells of a concern later, and why it was closed without every step."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concern_addition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'more' OR words IS NOT NULL", name=op.f("ck_concern_addition_more_in_words")
        ),
        sa.CheckConstraint(
            "kind IN ('more', 'mistake')", name=op.f("ck_concern_addition_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["concern_id"],
            ["concern.id"],
            name=op.f("fk_concern_addition_concern_id_concern"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_addition")),
    )
    with op.batch_alter_table("concern_addition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_concern_addition_concern_id"), ["concern_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_concern_addition_subject_id"), ["subject_id"], unique=False
        )
    op.add_column("concern", sa.Column("left_out", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("concern", "left_out")
    with op.batch_alter_table("concern_addition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_addition_subject_id"))
        batch_op.drop_index(batch_op.f("ix_concern_addition_concern_id"))
    op.drop_table("concern_addition")
