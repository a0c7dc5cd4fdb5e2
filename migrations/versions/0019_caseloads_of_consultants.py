"""How many young people a consultant can take on, and what a round had of that."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_OUTCOMES = "'proposed', 'nobody', 'house_full'"


def upgrade() -> None:
    op.create_table(
        "consultant_caseload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("house_code", sa.String(length=8), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("most >= 0", name=op.f("ck_consultant_caseload_most_at_least")),
        sa.CheckConstraint("most <= 200", name=op.f("ck_consultant_caseload_most_at_most")),
        sa.ForeignKeyConstraint(
            ["house_code"], ["house.code"], name=op.f("fk_consultant_caseload_house_code_house")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["user_account.id"], name=op.f("fk_consultant_caseload_set_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_consultant_caseload_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultant_caseload")),
        sa.UniqueConstraint(
            "user_id", "house_code", name=op.f("uq_consultant_caseload_user_id_house_code")
        ),
    )
    _index("consultant_caseload", "house_code", "set_by", "user_id")
    op.create_table(
        "round_consultant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("house_code", sa.String(length=8), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_round_consultant_places_at_least")),
        sa.ForeignKeyConstraint(
            ["house_code"], ["house.code"], name=op.f("fk_round_consultant_house_code_house")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["match_round.id"],
            name=op.f("fk_round_consultant_round_id_match_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_round_consultant_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_consultant")),
        sa.UniqueConstraint(
            "round_id",
            "user_id",
            "house_code",
            name=op.f("uq_round_consultant_round_id_user_id_house_code"),
        ),
    )
    _index("round_consultant", "house_code", "round_id", "user_id")
    _outcomes(f"{_OUTCOMES}, 'consultant_full', 'passed'", before=10, length=15)


def downgrade() -> None:
    op.execute("UPDATE second_look SET outcome = 'house_full' WHERE outcome = 'consultant_full'")
    _outcomes(f"{_OUTCOMES}, 'passed'", before=15, length=10)
    op.drop_table("round_consultant")
    op.drop_table("consultant_caseload")


def _index(table: str, *names: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in names:
            batch_op.create_index(batch_op.f(f"ix_{table}_{name}"), [name], unique=False)


def _outcomes(known: str, *, before: int, length: int) -> None:
    with op.batch_alter_table("second_look", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_second_look_outcome_known"), type_="check")
        batch_op.alter_column(
            "outcome",
            existing_type=sa.String(length=before),
            type_=sa.String(length=length),
            existing_nullable=False,
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_second_look_outcome_known"), f"outcome IN ({known})"
        )
