"""Retention runs, who is in them, and legal holds."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _hold()
    _run()
    _member()


def _hold() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=9), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('trajectory', 'referral', 'mentor', 'complaint')",
            name=op.f("ck_legal_hold_kind_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('court', 'complaint', 'request', 'inquiry')",
            name=op.f("ck_legal_hold_reason_known"),
        ),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)",
            name=op.f("ck_legal_hold_lifted_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["user_account.id"], name=op.f("fk_legal_hold_lifted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["user_account.id"], name=op.f("fk_legal_hold_set_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_hold_lifted_by"), ["lifted_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_legal_hold_set_by"), ["set_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_legal_hold_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(
            "uq_legal_hold_open",
            ["subject_id"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )


def _run() -> None:
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("erased", sa.Integer(), nullable=False),
        sa.Column("spared", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'done') = (done_at IS NOT NULL) AND (done_at IS NULL) = (fingerprint IS NULL)",
            name=op.f("ck_retention_run_done_with_a_certificate"),
        ),
        sa.CheckConstraint(
            "(status = 'proposed') = (approved_at IS NULL) AND (approved_at IS NULL) = (approved_by IS NULL)",
            name=op.f("ck_retention_run_approved_by_somebody"),
        ),
        sa.CheckConstraint(
            "kind IN ('trajectory', 'referral', 'mentor', 'complaint')",
            name=op.f("ck_retention_run_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'approved', 'done')", name=op.f("ck_retention_run_status_known")
        ),
        sa.CheckConstraint("erased >= 0", name=op.f("ck_retention_run_erased_at_least")),
        sa.CheckConstraint("months >= 1", name=op.f("ck_retention_run_months_at_least")),
        sa.CheckConstraint("people >= 1", name=op.f("ck_retention_run_people_at_least")),
        sa.CheckConstraint("spared >= 0", name=op.f("ck_retention_run_spared_at_least")),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["user_account.id"],
            name=op.f("fk_retention_run_approved_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_run_approved_by"), ["approved_by"], unique=False
        )
        batch_op.create_index(
            "uq_retention_run_open",
            ["kind"],
            unique=True,
            sqlite_where=sa.text("status <> 'done'"),
            postgresql_where=sa.text("status <> 'done'"),
        )


def _member() -> None:
    op.create_table(
        "retention_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["retention_run.id"],
            name=op.f("fk_retention_member_run_id_retention_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_member")),
        sa.UniqueConstraint(
            "run_id", "subject_id", name=op.f("uq_retention_member_run_id_subject_id")
        ),
    )
    with op.batch_alter_table("retention_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_member_subject_id"), ["subject_id"], unique=False
        )


def downgrade() -> None:
    for table in ("retention_member", "retention_run", "legal_hold"):
        op.drop_table(table)
