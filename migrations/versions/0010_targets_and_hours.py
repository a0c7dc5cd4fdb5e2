"""Targets of a year, funding with an end, and the minutes that work took a consultant."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WITH_MINUTES = ("support_contact", "review", "exit_talk", "first_meeting", "aftercare_check")


def upgrade() -> None:
    for table in _WITH_MINUTES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
            batch_op.create_check_constraint(op.f(f"ck_{table}_minutes_at_least"), "minutes >= 1")
            batch_op.create_check_constraint(op.f(f"ck_{table}_minutes_at_most"), "minutes <= 600")

    op.create_table(
        "year_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("house_code", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("guided", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("year >= 2020", name=op.f("ck_year_target_year_at_least")),
        sa.CheckConstraint("year <= 2100", name=op.f("ck_year_target_year_at_most")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_year_target_position_at_least")),
        sa.CheckConstraint("guided >= 0", name=op.f("ck_year_target_guided_at_least")),
        sa.CheckConstraint("guided <= 10000", name=op.f("ck_year_target_guided_at_most")),
        sa.CheckConstraint("length(reason) <= 300", name=op.f("ck_year_target_reason_length")),
        sa.CheckConstraint(
            "position = 1 OR reason IS NOT NULL", name=op.f("ck_year_target_a_change_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["house_code"], ["house.code"], name=op.f("fk_year_target_house_code_house")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["user_account.id"], name=op.f("fk_year_target_set_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_target")),
        sa.UniqueConstraint(
            "year", "house_code", "position", name=op.f("uq_year_target_year_house_code_position")
        ),
    )
    with op.batch_alter_table("year_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_target_house_code"), ["house_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_year_target_set_by"), ["set_by"], unique=False)

    op.create_table(
        "funding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("house_code", sa.String(length=8), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("budget_euros", sa.Integer(), nullable=False),
        sa.Column("budget_hours", sa.Integer(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_funding_name_length")),
        sa.CheckConstraint("budget_euros >= 0", name=op.f("ck_funding_budget_euros_at_least")),
        sa.CheckConstraint(
            "budget_euros <= 100000000", name=op.f("ck_funding_budget_euros_at_most")
        ),
        sa.CheckConstraint("budget_hours >= 0", name=op.f("ck_funding_budget_hours_at_least")),
        sa.CheckConstraint("budget_hours <= 1000000", name=op.f("ck_funding_budget_hours_at_most")),
        sa.CheckConstraint("length(reason) <= 300", name=op.f("ck_funding_reason_length")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_funding_first_day_first")),
        sa.CheckConstraint(
            "(replaces_id IS NULL) = (reason IS NULL)",
            name=op.f("ck_funding_a_change_has_a_reason"),
        ),
        sa.CheckConstraint(
            "replaces_id IS NOT NULL OR NOT is_withdrawn", name=op.f("ck_funding_withdrawn_later")
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id <> id", name=op.f("ck_funding_replaces_another")
        ),
        sa.ForeignKeyConstraint(
            ["house_code"], ["house.code"], name=op.f("fk_funding_house_code_house")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["user_account.id"], name=op.f("fk_funding_noted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["funding.id"], name=op.f("fk_funding_replaces_id_funding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_funding_replaces_id")),
    )
    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_house_code"), ["house_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_funding_noted_by"), ["noted_by"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_noted_by"))
        batch_op.drop_index(batch_op.f("ix_funding_house_code"))

    op.drop_table("funding")
    with op.batch_alter_table("year_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_target_set_by"))
        batch_op.drop_index(batch_op.f("ix_year_target_house_code"))

    op.drop_table("year_target")
    for table in reversed(_WITH_MINUTES):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_minutes_at_most"), type_="check")
            batch_op.drop_constraint(op.f(f"ck_{table}_minutes_at_least"), type_="check")
            batch_op.drop_column("minutes")
