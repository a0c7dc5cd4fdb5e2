"""The key that a recipient can have bundles encrypted to."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recipient_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.String(length=100), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(public_key) <= 100", name=op.f("ck_recipient_key_public_key_length")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_recipient_key_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient_key")),
    )
    with op.batch_alter_table("recipient_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipient_key_user_id"), ["user_id"], unique=True)


def downgrade() -> None:
    op.drop_table("recipient_key")
