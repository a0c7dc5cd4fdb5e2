"""Invitations of evaluators to a talk, and which young people were asked with them."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _invitation()
    _asking()


def _invitation() -> None:
    op.create_table(
        "interview_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("cohorts", sa.JSON(), nullable=False),
        sa.Column("researcher", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("practical", sa.LargeBinary(), nullable=False),
        sa.Column("languages", sa.LargeBinary(), nullable=False),
        sa.Column("reach", sa.LargeBinary(), nullable=False),
        sa.Column("open_until", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks_of_an_invitation(),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_interview_invitation_bundle_id_evaluation_bundle"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["user_account.id"],
            name=op.f("fk_interview_invitation_written_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_interview_invitation_decided_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_invitation")),
    )
    _index("interview_invitation", "subject_id", "bundle_id", "status", "written_by", "decided_by")


def _checks_of_an_invitation() -> list[sa.CheckConstraint]:
    checks = {
        "status_known": "status IN ('waiting', 'sent_back', 'approved', 'closed')",
        "decided_by_a_second_person": "decided_by IS NULL OR decided_by <> written_by",
        "approved_by_somebody": "status <> 'approved' OR (decided_by IS NOT NULL"
        " AND decided_at IS NOT NULL)",
        "sent_back_with_a_reason": "status <> 'sent_back' OR because IS NOT NULL",
        "closed_has_a_time": "(status = 'closed') = (closed_at IS NOT NULL)",
    }
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_interview_invitation_{name}"))
        for name, rule in checks.items()
    ]


def _asking() -> None:
    op.create_table(
        "interview_asking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=11), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('passed_on', 'hard_time', 'not_reached', 'no_consent')",
            name=op.f("ck_interview_asking_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["interview_invitation.id"],
            name=op.f("fk_interview_asking_invitation_id_interview_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"],
            ["mentee.id"],
            name=op.f("fk_interview_asking_mentee_id_mentee"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"],
            ["user_account.id"],
            name=op.f("fk_interview_asking_noted_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_asking")),
        sa.UniqueConstraint(
            "invitation_id", "mentee_id", name=op.f("uq_interview_asking_invitation_id_mentee_id")
        ),
    )
    _index("interview_asking", "subject_id", "mentee_id", "noted_by")


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column])


def downgrade() -> None:
    told = "SELECT count(*) FROM interview_invitation"
    if op.get_bind().execute(sa.text(told)).scalar_one():
        # An older version would forget who was asked, and who not to ask again with it.
        raise RuntimeError("there are invitations to talks, and who was asked may not be forgotten")
    op.drop_table("interview_asking")
    op.drop_table("interview_invitation")
