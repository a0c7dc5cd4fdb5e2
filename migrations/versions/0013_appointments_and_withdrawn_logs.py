"""The next appointment, said without a log; and logs that were a mistake."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("trajectory_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["user_account.id"], name=op.f("fk_appointment_noted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"],
            ["trajectory.id"],
            name=op.f("fk_appointment_trajectory_id_trajectory"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    for column in ("noted_by", "subject_id", "trajectory_id"):
        op.create_index(f"ix_appointment_{column}", "appointment", [column])
    op.create_table(
        "session_withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("log_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["log_id"],
            ["session_log.id"],
            name=op.f("fk_session_withdrawal_log_id_session_log"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["user_account.id"],
            name=op.f("fk_session_withdrawal_withdrawn_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_withdrawal")),
        sa.UniqueConstraint("log_id", name=op.f("uq_session_withdrawal_log_id")),
    )
    for column in ("subject_id", "withdrawn_by"):
        op.create_index(f"ix_session_withdrawal_{column}", "session_withdrawal", [column])


def downgrade() -> None:
    op.drop_table("session_withdrawal")
    op.drop_table("appointment")
