"""Complaints to the confidant, and mentors who are held out of matching."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _complaint()
    _parts_of_a_complaint()
    _mentor_hold()


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("sent_hash", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_by", sa.String(length=5), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("about", sa.String(length=13), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("teller", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("taken_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concerned", sa.LargeBinary(), nullable=True),
        sa.Column("concerned_name", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("letter", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "about IN ('mentor', 'consultant', 'confidant', 'somebody_else')",
            name=op.f("ck_complaint_about_known"),
        ),
        sa.CheckConstraint(
            "came_by IN ('page', 'phone', 'paper', 'talk')",
            name=op.f("ck_complaint_came_by_known"),
        ),
        sa.CheckConstraint(
            "status IN ('told', 'taken_on', 'closed')", name=op.f("ck_complaint_status_known")
        ),
        sa.CheckConstraint(
            "(came_by = 'page') = (noted_by IS NULL)",
            name=op.f("ck_complaint_typed_in_by_somebody"),
        ),
        sa.CheckConstraint(
            "status <> 'taken_on' OR holder_id IS NOT NULL",
            name=op.f("ck_complaint_somebody_has_it"),
        ),
        sa.CheckConstraint(
            "status <> 'told' OR holder_id IS NULL",
            name=op.f("ck_complaint_nobody_has_what_is_new"),
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by IS NULL)",
            name=op.f("ck_complaint_closed_by_somebody"),
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR (outcome IS NOT NULL AND letter IS NOT NULL)",
            name=op.f("ck_complaint_closed_with_a_letter"),
        ),
        sa.CheckConstraint(
            "(concerned IS NULL) = (concerned_name IS NULL)",
            name=op.f("ck_complaint_concerned_has_a_name"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["user_account.id"], name=op.f(f"fk_complaint_{column}_user_account")
            )
            for column in ("closed_by", "holder_id", "noted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("sent_hash", name=op.f("uq_complaint_sent_hash")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_complaint_subject_id")),
    )
    for column in ("closed_by", "holder_id", "noted_by", "status"):
        op.create_index(f"ix_complaint_{column}", "complaint", [column])


def _parts_of_a_complaint() -> None:
    op.create_table(
        "complaint_note",
        *_of_a_complaint("complaint_note"),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["user_account.id"], name=op.f("fk_complaint_note_noted_by_user_account")
        ),
    )
    for column in ("complaint_id", "noted_by", "subject_id"):
        op.create_index(f"ix_complaint_note_{column}", "complaint_note", [column])
    op.create_table(
        "complaint_act",
        *_of_a_complaint("complaint_act"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=11), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("position >= 1", name=op.f("ck_complaint_act_position_at_least")),
        sa.CheckConstraint(
            "kind IN ('told', 'link_made', 'taken_on', 'taken_over', 'stood_aside', 'noted',"
            " 'added', 'linked', 'suspended', 'lifted', 'closed')",
            name=op.f("ck_complaint_act_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["acted_by"], ["user_account.id"], name=op.f("fk_complaint_act_acted_by_user_account")
        ),
        sa.UniqueConstraint(
            "complaint_id", "position", name=op.f("uq_complaint_act_complaint_id_position")
        ),
    )
    for column in ("acted_by", "complaint_id", "subject_id"):
        op.create_index(f"ix_complaint_act_{column}", "complaint_act", [column])
    op.create_table(
        "complaint_exclusion",
        *_of_a_complaint("complaint_exclusion"),
        sa.Column("person_hash", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint(
            "complaint_id",
            "person_hash",
            name=op.f("uq_complaint_exclusion_complaint_id_person_hash"),
        ),
    )
    for column in ("person_hash", "subject_id"):
        op.create_index(f"ix_complaint_exclusion_{column}", "complaint_exclusion", [column])


def _mentor_hold() -> None:
    op.create_table(
        "mentor_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= since",
            name=op.f("ck_mentor_hold_ends_after_it_begins"),
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentor.id"],
            name=op.f("fk_mentor_hold_mentor_id_mentor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_hold")),
    )
    for column in ("mentor_id", "subject_id"):
        op.create_index(f"ix_mentor_hold_{column}", "mentor_hold", [column])
    op.create_index(
        "uq_mentor_hold_open",
        "mentor_hold",
        ["mentor_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )


def _of_a_complaint(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The columns by which each part of a complaint goes with it."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f(f"fk_{table}_complaint_id_complaint"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    op.drop_table("mentor_hold")
    for table in ("complaint_exclusion", "complaint_act", "complaint_note", "complaint"):
        op.drop_table(table)
