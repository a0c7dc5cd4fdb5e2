"""Who stands in for a colleague who is away, the digest on Monday, and reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("absent_id <> deputy_id", name=op.f("ck_cover_by_somebody_else")),
        sa.CheckConstraint(
            "ended_by IS NULL OR ended_at IS NOT NULL", name=op.f("ck_cover_ended_at_a_moment")
        ),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_cover_first_day_first")),
        sa.ForeignKeyConstraint(
            ["absent_id"],
            ["user_account.id"],
            name=op.f("fk_cover_absent_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"],
            ["user_account.id"],
            name=op.f("fk_cover_deputy_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["user_account.id"], name=op.f("fk_cover_ended_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_cover_made_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cover_absent_id"), ["absent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cover_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cover_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_cover_made_by"), ["made_by"], unique=False)

    op.create_table(
        "monday_digest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("week_of", sa.Date(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("lines >= 0", name=op.f("ck_monday_digest_lines_at_least")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_monday_digest_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monday_digest")),
        sa.UniqueConstraint("user_id", "week_of", name=op.f("uq_monday_digest_user_id_week_of")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("gets_digest", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.alter_column("gets_digest", server_default=None)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("week_of", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(kind) <= 60", name=op.f("ck_reminder_kind_length")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_reminder_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "kind",
            "about_id",
            "due_on",
            "user_id",
            name=op.f("uq_reminder_kind_about_id_due_on_user_id"),
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index("ix_reminder_counted", ["user_id", "week_of"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index("ix_reminder_counted")

    op.drop_table("reminder")

    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("gets_digest")

    op.drop_table("monday_digest")

    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cover_made_by"))
        batch_op.drop_index(batch_op.f("ix_cover_ended_by"))
        batch_op.drop_index(batch_op.f("ix_cover_deputy_id"))
        batch_op.drop_index(batch_op.f("ix_cover_absent_id"))

    op.drop_table("cover")
