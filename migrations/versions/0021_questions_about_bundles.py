"""Questions of recipients about their bundle, and the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _question()
    _answer()


def _question() -> None:
    op.create_table(
        "bundle_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["user_account.id"],
            name=op.f("fk_bundle_question_asked_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_bundle_question_bundle_id_evaluation_bundle"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_question")),
    )
    with op.batch_alter_table("bundle_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundle_question_asked_by"), ["asked_by"])
        batch_op.create_index(batch_op.f("ix_bundle_question_bundle_id"), ["bundle_id"])
        batch_op.create_index(batch_op.f("ix_bundle_question_subject_id"), ["subject_id"])


def _answer() -> None:
    op.create_table(
        "bundle_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["user_account.id"],
            name=op.f("fk_bundle_answer_answered_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["bundle_question.id"],
            name=op.f("fk_bundle_answer_question_id_bundle_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_answer")),
    )
    with op.batch_alter_table("bundle_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundle_answer_answered_by"), ["answered_by"])
        batch_op.create_index(batch_op.f("ix_bundle_answer_question_id"), ["question_id"])
        batch_op.create_index(batch_op.f("ix_bundle_answer_subject_id"), ["subject_id"])


def downgrade() -> None:
    op.drop_table("bundle_answer")
    op.drop_table("bundle_question")
