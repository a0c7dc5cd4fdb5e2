"""Recommendations of studies, with their steps."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _recommendation()
    _step()


def _recommendation() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=True),
        sa.Column("study", sa.String(length=150), nullable=True),
        sa.Column("studied_on", sa.Date(), nullable=True),
        sa.Column("recommendation", sa.String(length=500), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("act_by", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'taken_up', 'done', 'put_aside')",
            name=op.f("ck_recommendation_status_known"),
        ),
        sa.CheckConstraint(
            "(bundle_id IS NULL) = (study IS NOT NULL) AND (study IS NULL) = (studied_on IS NULL)",
            name=op.f("ck_recommendation_from_a_bundle_or_a_study"),
        ),
        sa.CheckConstraint(
            "length(recommendation) <= 500", name=op.f("ck_recommendation_recommendation_length")
        ),
        sa.CheckConstraint("length(study) <= 150", name=op.f("ck_recommendation_study_length")),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_recommendation_bundle_id_evaluation_bundle"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_recommendation_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_recommendation_owner_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_act_by"), ["act_by"])
        batch_op.create_index(batch_op.f("ix_recommendation_bundle_id"), ["bundle_id"])
        batch_op.create_index(batch_op.f("ix_recommendation_made_by"), ["made_by"])
        batch_op.create_index(batch_op.f("ix_recommendation_owner_id"), ["owner_id"])
        batch_op.create_index(batch_op.f("ix_recommendation_status"), ["status"])


def _step() -> None:
    op.create_table(
        "recommendation_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("act_by", sa.Date(), nullable=False),
        sa.Column("said", sa.String(length=300), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status <> 'put_aside' OR said IS NOT NULL",
            name=op.f("ck_recommendation_step_put_aside_with_a_reason"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'taken_up', 'done', 'put_aside')",
            name=op.f("ck_recommendation_step_status_known"),
        ),
        sa.CheckConstraint("length(said) <= 300", name=op.f("ck_recommendation_step_said_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_recommendation_step_number_at_least")),
        sa.ForeignKeyConstraint(
            ["noted_by"],
            ["user_account.id"],
            name=op.f("fk_recommendation_step_noted_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["user_account.id"],
            name=op.f("fk_recommendation_step_owner_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_step_recommendation_id_recommendation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_step")),
        sa.UniqueConstraint(
            "recommendation_id",
            "number",
            name=op.f("uq_recommendation_step_recommendation_id_number"),
        ),
    )
    with op.batch_alter_table("recommendation_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_step_noted_by"), ["noted_by"])
        batch_op.create_index(batch_op.f("ix_recommendation_step_owner_id"), ["owner_id"])


def downgrade() -> None:
    op.drop_table("recommendation_step")
    op.drop_table("recommendation")
