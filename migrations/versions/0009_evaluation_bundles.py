"""Bundles for evaluators: what is counted, asked for, told and downloaded; changes in the programme."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cohort_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("population", sa.String(length=40), nullable=False),
        sa.Column("cohort", sa.String(length=6), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("impossible", sa.JSON(), nullable=False),
        sa.Column("contributors", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_cohort_count_edition_at_least")),
        sa.CheckConstraint("length(cohort) <= 6", name=op.f("ck_cohort_count_cohort_length")),
        sa.CheckConstraint("length(measure) <= 40", name=op.f("ck_cohort_count_measure_length")),
        sa.CheckConstraint(
            "length(population) <= 40", name=op.f("ck_cohort_count_population_length")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_count")),
        sa.UniqueConstraint(
            "measure", "edition", "cohort", name=op.f("uq_cohort_count_measure_edition_cohort")
        ),
    )
    op.create_table(
        "evaluation_bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("legal_basis", sa.String(length=16), nullable=False),
        sa.Column("agreement", sa.String(length=100), nullable=False),
        sa.Column("destroy_by", sa.Date(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("cohorts", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("specified_by", sa.Uuid(), nullable=False),
        sa.Column("specified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("file_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_evaluation_bundle_withdrawn_has_a_time"),
        ),
        sa.CheckConstraint(
            "legal_basis IN ('public_task', 'research', 'legal_obligation')",
            name=op.f("ck_evaluation_bundle_legal_basis_known"),
        ),
        sa.CheckConstraint(
            "status IN ('specified', 'released', 'withdrawn', 'expired')",
            name=op.f("ck_evaluation_bundle_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('released', 'expired') OR (released_by IS NOT NULL AND released_at IS NOT NULL AND expires_on IS NOT NULL AND file_sha256 IS NOT NULL)",
            name=op.f("ck_evaluation_bundle_released_says_by_whom"),
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on <= destroy_by",
            name=op.f("ck_evaluation_bundle_gone_before_it_is_destroyed"),
        ),
        sa.CheckConstraint(
            "length(agreement) <= 100", name=op.f("ck_evaluation_bundle_agreement_length")
        ),
        sa.CheckConstraint(
            "length(purpose) <= 500", name=op.f("ck_evaluation_bundle_purpose_length")
        ),
        sa.CheckConstraint(
            "recipient_id <> specified_by AND (released_by IS NULL OR released_by <> recipient_id)",
            name=op.f("ck_evaluation_bundle_not_for_oneself"),
        ),
        sa.CheckConstraint(
            "released_by IS NULL OR released_by <> specified_by",
            name=op.f("ck_evaluation_bundle_released_by_a_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_evaluation_bundle_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["user_account.id"],
            name=op.f("fk_evaluation_bundle_recipient_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["released_by"],
            ["user_account.id"],
            name=op.f("fk_evaluation_bundle_released_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["specified_by"],
            ["user_account.id"],
            name=op.f("fk_evaluation_bundle_specified_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["user_account.id"],
            name=op.f("fk_evaluation_bundle_withdrawn_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_bundle")),
    )
    with op.batch_alter_table("evaluation_bundle", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evaluation_bundle_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evaluation_bundle_recipient_id"), ["recipient_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evaluation_bundle_released_by"), ["released_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_evaluation_bundle_specified_by"), ["specified_by"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evaluation_bundle_status"), ["status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_evaluation_bundle_withdrawn_by"), ["withdrawn_by"], unique=False
        )

    op.create_table(
        "programme_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("change", sa.String(length=300), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_programme_change_withdrawn_by_somebody"),
        ),
        sa.CheckConstraint(
            "kind IN ('staff', 'policy', 'covenant', 'settings', 'weights', 'other')",
            name=op.f("ck_programme_change_kind_known"),
        ),
        sa.CheckConstraint("length(change) <= 300", name=op.f("ck_programme_change_change_length")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name=op.f("fk_programme_change_made_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["user_account.id"],
            name=op.f("fk_programme_change_withdrawn_by_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_change")),
    )
    with op.batch_alter_table("programme_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_change_happened_on"), ["happened_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_programme_change_made_by"), ["made_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_programme_change_withdrawn_by"), ["withdrawn_by"], unique=False
        )

    op.create_table(
        "bundle_download",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_bundle_download_bundle_id_evaluation_bundle"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_bundle_download_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_download")),
    )
    with op.batch_alter_table("bundle_download", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bundle_download_bundle_id"), ["bundle_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bundle_download_user_id"), ["user_id"], unique=False)

    op.create_table(
        "bundle_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_bundle_file_bundle_id_evaluation_bundle"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_file")),
    )
    with op.batch_alter_table("bundle_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundle_file_bundle_id"), ["bundle_id"], unique=True)

    op.create_table(
        "released_table",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("population", sa.String(length=40), nullable=False),
        sa.Column("cohorts", sa.JSON(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_released_table_edition_at_least")),
        sa.CheckConstraint("length(measure) <= 40", name=op.f("ck_released_table_measure_length")),
        sa.CheckConstraint(
            "length(population) <= 40", name=op.f("ck_released_table_population_length")
        ),
        sa.CheckConstraint("level >= 0", name=op.f("ck_released_table_level_at_least")),
        sa.ForeignKeyConstraint(
            ["bundle_id"],
            ["evaluation_bundle.id"],
            name=op.f("fk_released_table_bundle_id_evaluation_bundle"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_table")),
        sa.UniqueConstraint(
            "bundle_id", "measure", name=op.f("uq_released_table_bundle_id_measure")
        ),
    )


def downgrade() -> None:
    op.drop_table("released_table")
    with op.batch_alter_table("bundle_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bundle_file_bundle_id"))

    op.drop_table("bundle_file")
    with op.batch_alter_table("bundle_download", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bundle_download_user_id"))
        batch_op.drop_index(batch_op.f("ix_bundle_download_bundle_id"))

    op.drop_table("bundle_download")
    with op.batch_alter_table("programme_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_change_withdrawn_by"))
        batch_op.drop_index(batch_op.f("ix_programme_change_made_by"))
        batch_op.drop_index(batch_op.f("ix_programme_change_happened_on"))

    op.drop_table("programme_change")
    with op.batch_alter_table("evaluation_bundle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_bundle_withdrawn_by"))
        batch_op.drop_index(batch_op.f("ix_evaluation_bundle_status"))
        batch_op.drop_index(batch_op.f("ix_evaluation_bundle_specified_by"))
        batch_op.drop_index(batch_op.f("ix_evaluation_bundle_released_by"))
        batch_op.drop_index(batch_op.f("ix_evaluation_bundle_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_bundle_organisation_id"))

    op.drop_table("evaluation_bundle")
    op.drop_table("cohort_count")
