"""Places that are looked at again when a question has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("match_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_match_round_follows_id_match_round"),
            "match_round",
            ["follows_id"],
            ["id"],
        )
        batch_op.create_index(batch_op.f("ix_match_round_follows_id"), ["follows_id"], unique=False)
    op.create_table(
        "second_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("looked_for", sa.String(length=6), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "looked_for IN ('mentee', 'seat')", name=op.f("ck_second_look_looked_for_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('proposed', 'nobody', 'house_full', 'passed')",
            name=op.f("ck_second_look_outcome_known"),
        ),
        sa.CheckConstraint(
            "outcome <> 'proposed' OR round_id IS NOT NULL",
            name=op.f("ck_second_look_proposed_in_a_round"),
        ),
        sa.ForeignKeyConstraint(
            ["match_id"],
            ["mentor_match.id"],
            name=op.f("fk_second_look_match_id_mentor_match"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["match_round.id"], name=op.f("fk_second_look_round_id_match_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.UniqueConstraint(
            "match_id", "looked_for", name=op.f("uq_second_look_match_id_looked_for")
        ),
    )
    with op.batch_alter_table("second_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_second_look_match_id"), ["match_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_second_look_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_second_look_subject_id"), ["subject_id"], unique=False)


def downgrade() -> None:
    op.drop_table("second_look")
    with op.batch_alter_table("match_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_round_follows_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_match_round_follows_id_match_round"), type_="foreignkey"
        )
        batch_op.drop_column("follows_id")
