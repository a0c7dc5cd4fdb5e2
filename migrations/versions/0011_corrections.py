"""What is noted at the end, and reviews, can be corrected; drafts are about whom they tell of."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Each table, what there was one of, and its index on the trajectory when that was the unique one.
TABLES = (
    ("closure", ("trajectory_id",), True),
    ("exit_talk", ("trajectory_id", "side"), False),
    ("contact_statement", ("trajectory_id",), True),
    ("aftercare_check", ("trajectory_id", "months"), False),
    ("review", ("trajectory_id", "wave"), False),
)
FIRST = sa.text("corrects_id IS NULL")


def upgrade() -> None:
    for table, of, had_no_index in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("corrects_id", sa.Uuid(), nullable=True))
            batch_op.add_column(sa.Column("correction_reason", sa.LargeBinary(), nullable=True))
            batch_op.drop_constraint(op.f(f"uq_{table}_{'_'.join(of)}"), type_="unique")
            batch_op.create_unique_constraint(op.f(f"uq_{table}_corrects_id"), ["corrects_id"])
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_corrects_id_{table}"),
                table, ["corrects_id"], ["id"], ondelete="CASCADE",
            )  # fmt: skip
            batch_op.create_check_constraint(
                op.f(f"ck_{table}_corrects_another"), "corrects_id IS NULL OR corrects_id <> id"
            )
            batch_op.create_check_constraint(
                op.f(f"ck_{table}_correction_says_why"),
                "(corrects_id IS NULL) = (correction_reason IS NULL)",
            )
        op.create_index(
            f"uq_{table}_first", table, list(of), unique=True,
            sqlite_where=FIRST, postgresql_where=FIRST,
        )  # fmt: skip
        if had_no_index:
            op.create_index(op.f(f"ix_{table}_trajectory_id"), table, ["trajectory_id"])
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_draft_subject_id"), type_="unique")
    op.create_index(op.f("ix_draft_subject_id"), "draft", ["subject_id"])


def downgrade() -> None:
    """Keeps of each thing what counts, and of the drafts about somebody the newest."""
    op.execute(
        "DELETE FROM draft WHERE EXISTS (SELECT 1 FROM draft AS newer"
        " WHERE newer.subject_id = draft.subject_id AND (newer.updated_at > draft.updated_at"
        " OR (newer.updated_at = draft.updated_at AND newer.id > draft.id)))"
    )
    op.drop_index(op.f("ix_draft_subject_id"), table_name="draft")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_unique_constraint(op.f("uq_draft_subject_id"), ["subject_id"])
    for table, of, had_no_index in reversed(TABLES):
        corrected = _corrected(table)
        if had_no_index:
            op.drop_index(op.f(f"ix_{table}_trajectory_id"), table_name=table)
        op.drop_index(f"uq_{table}_first", table_name=table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_correction_says_why"), type_="check")
            batch_op.drop_constraint(op.f(f"ck_{table}_corrects_another"), type_="check")
            batch_op.drop_constraint(op.f(f"fk_{table}_corrects_id_{table}"), type_="foreignkey")
            batch_op.drop_constraint(op.f(f"uq_{table}_corrects_id"), type_="unique")
            batch_op.drop_column("correction_reason")
            batch_op.drop_column("corrects_id")
        _delete(table, corrected)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_unique_constraint(op.f(f"uq_{table}_{'_'.join(of)}"), list(of))


def _corrected(table: str) -> list[object]:
    """Whose place another row took; asked before the column goes that says so."""
    rows = sa.table(table, sa.column("corrects_id", sa.Uuid()))
    found = sa.select(rows.c.corrects_id).where(rows.c.corrects_id.is_not(None))
    return list(op.get_bind().execute(found).scalars())


def _delete(table: str, ids: list[object]) -> None:
    """With the levels of the goals, as SQLite's foreign keys are off during a migration."""
    rows = sa.table(table, sa.column("id", sa.Uuid()))
    if table == "review":
        levels = sa.table("goal_level", sa.column("review_id", sa.Uuid()))
        op.get_bind().execute(sa.delete(levels).where(levels.c.review_id.in_(ids)))
    op.get_bind().execute(sa.delete(rows).where(rows.c.id.in_(ids)))
