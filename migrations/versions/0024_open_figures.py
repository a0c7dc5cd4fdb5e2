"""Figures over whole years for everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_figures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("told_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(published_by IS NULL) = (published_at IS NULL) AND (published_by IS NULL) = (told_sha256 IS NULL) AND (status <> 'published' OR published_by IS NOT NULL) AND (status <> 'proposed' OR published_by IS NULL)",
            name=op.f("ck_open_figures_published_says_by_whom"),
        ),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL) AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (because IS NULL)",
            name=op.f("ck_open_figures_withdrawn_says_why"),
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'published', 'withdrawn')",
            name=op.f("ck_open_figures_status_known"),
        ),
        sa.CheckConstraint("length(because) <= 300", name=op.f("ck_open_figures_because_length")),
        sa.CheckConstraint(
            "published_by IS NULL OR published_by <> proposed_by",
            name=op.f("ck_open_figures_published_by_a_second_person"),
        ),
        sa.CheckConstraint("year <= 9999", name=op.f("ck_open_figures_year_at_most")),
        sa.CheckConstraint("year >= 1900", name=op.f("ck_open_figures_year_at_least")),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["user_account.id"],
            name=op.f("fk_open_figures_proposed_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["user_account.id"],
            name=op.f("fk_open_figures_published_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["user_account.id"],
            name=op.f("fk_open_figures_withdrawn_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_figures")),
    )
    with op.batch_alter_table("open_figures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_open_figures_proposed_by"), ["proposed_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_open_figures_published_by"), ["published_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_open_figures_withdrawn_by"), ["withdrawn_by"], unique=False
        )
        batch_op.create_index(
            "uq_open_figures_year",
            ["year"],
            unique=True,
            sqlite_where=sa.text("status <> 'withdrawn'"),
            postgresql_where=sa.text("status <> 'withdrawn'"),
        )

    op.create_table(
        "open_figures_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("figures_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(note) <= 500", name=op.f("ck_open_figures_note_note_length")),
        sa.ForeignKeyConstraint(
            ["figures_id"],
            ["open_figures.id"],
            name=op.f("fk_open_figures_note_figures_id_open_figures"),
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"],
            ["user_account.id"],
            name=op.f("fk_open_figures_note_noted_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_figures_note")),
    )
    with op.batch_alter_table("open_figures_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_open_figures_note_figures_id"), ["figures_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_open_figures_note_noted_by"), ["noted_by"], unique=False
        )

    with op.batch_alter_table("released_table", schema=None) as batch_op:
        batch_op.add_column(sa.Column("open_figures_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("bundle_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_check_constraint(
            batch_op.f("ck_released_table_told_in_one_place"),
            "(bundle_id IS NULL) <> (open_figures_id IS NULL)",
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_released_table_open_figures_id_measure"), ["open_figures_id", "measure"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_released_table_open_figures_id_open_figures"),
            "open_figures",
            ["open_figures_id"],
            ["id"],
        )


def downgrade() -> None:
    told = "SELECT count(*) FROM released_table WHERE bundle_id IS NULL"
    if op.get_bind().execute(sa.text(told)).scalar_one():
        # An older version would hold later bundles against less than everybody knows.
        raise RuntimeError("open figures were published, and what was told may not be forgotten")
    with op.batch_alter_table("released_table", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_released_table_told_in_one_place"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_released_table_open_figures_id_open_figures"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_released_table_open_figures_id_measure"), type_="unique"
        )
        batch_op.alter_column("bundle_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("open_figures_id")

    with op.batch_alter_table("open_figures_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_open_figures_note_noted_by"))
        batch_op.drop_index(batch_op.f("ix_open_figures_note_figures_id"))

    op.drop_table("open_figures_note")
    with op.batch_alter_table("open_figures", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_open_figures_year",
            sqlite_where=sa.text("status <> 'withdrawn'"),
            postgresql_where=sa.text("status <> 'withdrawn'"),
        )
        batch_op.drop_index(batch_op.f("ix_open_figures_withdrawn_by"))
        batch_op.drop_index(batch_op.f("ix_open_figures_published_by"))
        batch_op.drop_index(batch_op.f("ix_open_figures_proposed_by"))

    op.drop_table("open_figures")
