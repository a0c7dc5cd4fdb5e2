"""Dropped pins are rows of a person, sealed; what a round told of them before goes.

The ids and the rules they broke stood in plain JSON where an erasure didn't reach them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dropped_pin",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("explanation", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentee_id"],
            ["mentee.id"],
            name=op.f("fk_dropped_pin_mentee_id_mentee"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentor.id"],
            name=op.f("fk_dropped_pin_mentor_id_mentor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["match_round.id"],
            name=op.f("fk_dropped_pin_round_id_match_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_pin")),
        sa.UniqueConstraint(
            "round_id", "mentee_id", name=op.f("uq_dropped_pin_round_id_mentee_id")
        ),
    )
    with op.batch_alter_table("dropped_pin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dropped_pin_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dropped_pin_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dropped_pin_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dropped_pin_subject_id"), ["subject_id"], unique=False)

    with op.batch_alter_table("match_round", schema=None) as batch_op:
        batch_op.drop_column("dropped_pins")


def downgrade() -> None:
    with op.batch_alter_table("match_round", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("dropped_pins", sa.JSON(), nullable=False, server_default="[]")
        )

    with op.batch_alter_table("dropped_pin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dropped_pin_subject_id"))
        batch_op.drop_index(batch_op.f("ix_dropped_pin_round_id"))
        batch_op.drop_index(batch_op.f("ix_dropped_pin_mentor_id"))
        batch_op.drop_index(batch_op.f("ix_dropped_pin_mentee_id"))

    op.drop_table("dropped_pin")
