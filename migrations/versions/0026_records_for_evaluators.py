"""Rows about single trajectories in a bundle: asked for, and that they went out."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evaluation_bundle", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("with_records", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("evaluation_bundle", schema=None) as batch_op:
        batch_op.alter_column("with_records", server_default=None)
    op.create_table(
        "released_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("cohorts", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("k >= 1", name=op.f("ck_released_records_k_at_least")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_released_records_number_at_least")),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_released_records_bundle_id_evaluation_bundle"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_records")),
    )
    with op.batch_alter_table("released_records", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_released_records_bundle_id"), ["bundle_id"], unique=True
        )


def downgrade() -> None:
    told = "SELECT count(*) FROM released_records"
    if op.get_bind().execute(sa.text(told)).scalar_one():
        # An older version would hold later bundles against less than an evaluator knows.
        raise RuntimeError("rows of records went out, and what was told may not be forgotten")
    op.drop_table("released_records")
    with op.batch_alter_table("evaluation_bundle", schema=None) as batch_op:
        batch_op.drop_column("with_records")
