"""What people ask about their own data."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subject_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=11), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=7), nullable=False),
        sa.Column("ready_until", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "asked_by IN ('young_person', 'mentor')",
            name=op.f("ck_subject_request_asked_by_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('access', 'correction', 'erasure', 'restriction', 'objection')",
            name=op.f("ck_subject_request_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'done', 'refused')",
            name=op.f("ck_subject_request_status_known"),
        ),
        sa.CheckConstraint("due_on > came_on", name=op.f("ck_subject_request_due_after_it_came")),
        sa.CheckConstraint(
            "(status IN ('done', 'refused')) = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by IS NULL)",
            name=op.f("ck_subject_request_closed_by_somebody"),
        ),
        sa.CheckConstraint(
            "(ready_until IS NULL) = (approved_by IS NULL)",
            name=op.f("ck_subject_request_ready_because_of_somebody"),
        ),
        sa.CheckConstraint(
            "ready_until IS NULL OR kind = 'access'",
            name=op.f("ck_subject_request_ready_to_see"),
        ),
        sa.CheckConstraint(
            "status <> 'refused' OR answer IS NOT NULL",
            name=op.f("ck_subject_request_refused_with_a_reason"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["user_account.id"],
                name=op.f(f"fk_subject_request_{column}_user_account"),
            )
            for column in ("approved_by", "closed_by", "noted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_request")),
    )
    for column in ("approved_by", "closed_by", "noted_by", "status", "subject_id"):
        op.create_index(f"ix_subject_request_{column}", "subject_request", [column])


def downgrade() -> None:
    op.drop_table("subject_request")
