"""That a bundle is being made, for whom, and how it ended."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bundle_build",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=17), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_bundle_build_number_at_least")),
        sa.CheckConstraint("length(seen) <= 64", name=op.f("ck_bundle_build_seen_length")),
        sa.CheckConstraint(
            "step IN ('counting', 'judging', 'writing', 'packing')",
            name=op.f("ck_bundle_build_step_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('released', 'cancelled', 'figures_changed', 'nothing_to_tell',"
            " 'destroy_by_passed', 'decided', 'no_pdf', 'not_allowed', 'failed')",
            name=op.f("ck_bundle_build_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (finished_at IS NULL)",
            name=op.f("ck_bundle_build_over_has_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["user_account.id"], name=op.f("fk_bundle_build_asked_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_bundle_build_bundle_id_evaluation_bundle"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_build")),
        sa.UniqueConstraint("bundle_id", "number", name=op.f("uq_bundle_build_bundle_id_number")),
    )
    with op.batch_alter_table("bundle_build", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundle_build_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(
            "uq_bundle_build_open",
            ["bundle_id"],
            unique=True,
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("bundle_build")
