"""the first tables."""

import sqlalchemy as sa
from alembic import op

from mentorship.foundation.queues import postgresql as queue

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The audit trail only grows.
SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END
    """,
    """
    CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END
    """,
    """
    CREATE TRIGGER audit_event_next BEFORE INSERT ON audit_event
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit_event)
    BEGIN SELECT RAISE(ABORT, 'the audit trail counts without gaps'); END
    """,
    """
    CREATE TRIGGER audit_event_subject_no_update BEFORE UPDATE ON audit_event_subject
    BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END
    """,
    """
    CREATE TRIGGER audit_event_subject_no_delete BEFORE DELETE ON audit_event_subject
    BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END
    """,
    """
    CREATE TRIGGER audit_event_subject_last BEFORE INSERT ON audit_event_subject
    WHEN NEW.seq IS NOT (SELECT max(seq) FROM audit_event)
    BEGIN SELECT RAISE(ABORT, 'only the last event can name a person'); END
    """,
)
POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$
    """,
    """
    CREATE FUNCTION audit_event_is_next() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM audit_event) THEN
            RAISE EXCEPTION 'the audit trail counts without gaps';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION audit_subject_is_last() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.seq IS DISTINCT FROM (SELECT max(seq) FROM audit_event) THEN
            RAISE EXCEPTION 'only the last event can name a person';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER audit_event_only_grows BEFORE DELETE OR UPDATE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_only_grows()
    """,
    """
    CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
    """,
    """
    CREATE TRIGGER audit_event_next BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_next()
    """,
    """
    CREATE TRIGGER audit_event_subject_only_grows BEFORE DELETE OR UPDATE
    ON audit_event_subject FOR EACH ROW EXECUTE FUNCTION audit_only_grows()
    """,
    """
    CREATE TRIGGER audit_event_subject_no_truncate BEFORE TRUNCATE ON audit_event_subject
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
    """,
    """
    CREATE TRIGGER audit_event_subject_last BEFORE INSERT ON audit_event_subject
    FOR EACH ROW EXECUTE FUNCTION audit_subject_is_last()
    """,
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM PUBLIC",
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_event_subject FROM PUBLIC",
)
POSTGRESQL_FUNCTIONS = ("audit_only_grows", "audit_event_is_next", "audit_subject_is_last")


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=200), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=60), nullable=True),
        sa.Column("break_glass", sa.Boolean(), nullable=False),
        sa.Column("details", sa.String(length=4000), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(action) <= 100", name=op.f("ck_audit_event_action_length")),
        sa.CheckConstraint("length(details) <= 4000", name=op.f("ck_audit_event_details_length")),
        sa.CheckConstraint("length(purpose) <= 60", name=op.f("ck_audit_event_purpose_length")),
        sa.CheckConstraint("length(role) <= 200", name=op.f("ck_audit_event_role_length")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_actor_id"), "audit_event", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_event_object_id"), "audit_event", ["object_id"], unique=False)
    op.create_table(
        "clock_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(task) <= 60", name=op.f("ck_clock_run_task_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_run")),
        sa.UniqueConstraint("task", "due_at", name=op.f("uq_clock_run_task_due_at")),
    )
    op.create_index(op.f("ix_clock_run_due_at"), "clock_run", ["due_at"], unique=False)
    op.create_table(
        "demo_mark",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("code = 'demo'", name=op.f("ck_demo_mark_only_one")),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_demo_mark_code_length")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_demo_mark")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(kind) <= 60", name=op.f("ck_draft_kind_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_draft_subject_id")),
    )
    op.create_index(op.f("ix_draft_owner_id"), "draft", ["owner_id"], unique=False)
    op.create_index(op.f("ix_draft_updated_at"), "draft", ["updated_at"], unique=False)
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(length=6), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("duty IN ('worker', 'clock')", name=op.f("ck_heartbeat_duty_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
    )
    op.create_index(op.f("ix_heartbeat_seen_at"), "heartbeat", ["seen_at"], unique=False)
    op.create_table(
        "house",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(code) <= 8", name=op.f("ck_house_code_length")),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_house_name_length")),
        sa.CheckConstraint("length(phone) <= 20", name=op.f("ck_house_phone_length")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_house")),
        sa.UniqueConstraint("name", name=op.f("uq_house_name")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_job_status_known"),
        ),
        sa.CheckConstraint("length(error) <= 80", name=op.f("ck_job_error_length")),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_job_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(purpose) <= 60", name=op.f("ck_one_time_link_purpose_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_index(
        op.f("ix_one_time_link_expires_at"), "one_time_link", ["expires_at"], unique=False
    )
    op.create_index(
        op.f("ix_one_time_link_target_id"), "one_time_link", ["target_id"], unique=False
    )
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("title", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'sent', 'refused', 'given_up')",
            name=op.f("ck_outbox_mail_status_known"),
        ),
        sa.CheckConstraint("length(letter) <= 60", name=op.f("ck_outbox_mail_letter_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
    )
    op.create_index(op.f("ix_outbox_mail_created_at"), "outbox_mail", ["created_at"], unique=False)
    op.create_index(op.f("ix_outbox_mail_subject_id"), "outbox_mail", ["subject_id"], unique=False)
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=13), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('account', 'address', 'second_factor', 'reset')",
            name=op.f("ck_sign_in_attempt_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(
        "ix_sign_in_attempt_counted", "sign_in_attempt", ["kind", "who", "at"], unique=False
    )
    op.create_table(
        "audit_event_subject",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "length(pseudonym) <= 64", name=op.f("ck_audit_event_subject_pseudonym_length")
        ),
        sa.ForeignKeyConstraint(
            ["seq"], ["audit_event.seq"], name=op.f("fk_audit_event_subject_seq_audit_event")
        ),
        sa.PrimaryKeyConstraint("seq", "pseudonym", name=op.f("pk_audit_event_subject")),
    )
    op.create_index(
        op.f("ix_audit_event_subject_pseudonym"), "audit_event_subject", ["pseudonym"], unique=False
    )
    op.create_table(
        "municipality",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("house_code", sa.String(length=8), nullable=False),
        sa.CheckConstraint("length(code) <= 6", name=op.f("ck_municipality_code_length")),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_municipality_name_length")),
        sa.ForeignKeyConstraint(
            ["house_code"], ["house.code"], name=op.f("fk_municipality_house_code_house")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
        sa.UniqueConstraint("name", name=op.f("uq_municipality_name")),
    )
    op.create_index(
        op.f("ix_municipality_house_code"), "municipality", ["house_code"], unique=False
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("house_code", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=17), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("picked_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt_due", sa.Date(), nullable=False),
        sa.Column("triage_due", sa.Date(), nullable=False),
        sa.Column("triaged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_to_contact_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_status_shared", sa.Boolean(), nullable=False),
        sa.Column("source_key", sa.LargeBinary(), nullable=False),
        sa.Column("draft_key", sa.LargeBinary(), nullable=False),
        sa.Column("referrer_id", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.LargeBinary(), nullable=False),
        sa.Column("source_type", sa.LargeBinary(), nullable=False),
        sa.Column("relation", sa.LargeBinary(), nullable=True),
        sa.Column("first_name", sa.LargeBinary(), nullable=False),
        sa.Column("family_name", sa.LargeBinary(), nullable=True),
        sa.Column("birth_year", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("contact_route", sa.LargeBinary(), nullable=False),
        sa.Column("contact_details", sa.LargeBinary(), nullable=False),
        sa.Column("contact_times", sa.LargeBinary(), nullable=True),
        sa.Column("contact_caution", sa.LargeBinary(), nullable=True),
        sa.Column("guardian", sa.LargeBinary(), nullable=True),
        sa.Column("guardian_knows", sa.LargeBinary(), nullable=False),
        sa.Column("need", sa.LargeBinary(), nullable=False),
        sa.Column("hope", sa.LargeBinary(), nullable=False),
        sa.Column("own_words", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'received') = (triaged_at IS NULL)",
            name=op.f("ck_referral_triaged_has_a_time"),
        ),
        sa.CheckConstraint(
            "status IN ('received', 'question_asked', 'accepted', 'advised_elsewhere', 'declined')",
            name=op.f("ck_referral_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["house_code"], ["house.code"], name=op.f("fk_referral_house_code_house")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_referral_draft_key")),
    )
    op.create_index(op.f("ix_referral_house_code"), "referral", ["house_code"], unique=False)
    op.create_index(op.f("ix_referral_source_key"), "referral", ["source_key"], unique=False)
    op.create_index(op.f("ix_referral_status"), "referral", ["status"], unique=False)
    op.create_index(op.f("ix_referral_subject_id"), "referral", ["subject_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name_key <> ''", name=op.f("ck_organisation_name_has_letters")),
        sa.CheckConstraint(
            "type <> 'municipality' OR municipality_code IS NOT NULL",
            name=op.f("ck_organisation_municipality_says_which"),
        ),
        sa.CheckConstraint(
            "type IN ('school', 'care', 'youth_work', 'municipality', 'police', 'probation', 'i2o', 'ico', 'research')",
            name=op.f("ck_organisation_type_known"),
        ),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_organisation_name_length")),
        sa.CheckConstraint("length(name_key) <= 240", name=op.f("ck_organisation_name_key_length")),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_organisation_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name_key", name=op.f("uq_organisation_name_key")),
    )
    op.create_index(
        op.f("ix_organisation_municipality_code"),
        "organisation",
        ["municipality_code"],
        unique=False,
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('nl', 'en')", name=op.f("ck_user_account_language_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_user_account_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email_index", name=op.f("uq_user_account_email_index")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_user_account_subject_id")),
    )
    op.create_index(
        op.f("ix_user_account_organisation_id"), "user_account", ["organisation_id"], unique=False
    )
    op.create_table(
        "credential",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("totp_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unseen_codes", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "length(password_hash) <= 200", name=op.f("ck_credential_password_hash_length")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_credential_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
    )
    op.create_index(op.f("ix_credential_subject_id"), "credential", ["subject_id"], unique=False)
    op.create_index(op.f("ix_credential_user_id"), "credential", ["user_id"], unique=True)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_recovery_code_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=23), nullable=False),
        sa.Column("house_code", sa.String(length=8), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "effective_at IS NULL OR approved_by IS NOT NULL OR granted_by IS NULL OR role NOT IN ('confidant', 'coordinator', 'data_protection_officer', 'mentor', 'mentor_consultant', 'privacy_officer')",
            name=op.f("ck_role_grant_second_person_where_needed"),
        ),
        sa.CheckConstraint(
            "role IN ('mentor_consultant', 'mentor', 'trainer', 'referrer', 'municipal_expert', 'coordinator', 'privacy_officer', 'data_protection_officer', 'confidant', 'evaluator')",
            name=op.f("ck_role_grant_role_known"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR (approved_by <> user_id AND (granted_by IS NULL OR approved_by <> granted_by))",
            name=op.f("ck_role_grant_approved_by_a_second_person"),
        ),
        sa.CheckConstraint(
            "granted_by IS NULL OR granted_by <> user_id", name=op.f("ck_role_grant_not_to_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["user_account.id"],
            name=op.f("fk_role_grant_approved_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["user_account.id"], name=op.f("fk_role_grant_ended_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user_account.id"], name=op.f("fk_role_grant_granted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["house_code"], ["house.code"], name=op.f("fk_role_grant_house_code_house")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_role_grant_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_approved_by"), "role_grant", ["approved_by"], unique=False)
    op.create_index(op.f("ix_role_grant_ended_by"), "role_grant", ["ended_by"], unique=False)
    op.create_index(op.f("ix_role_grant_granted_by"), "role_grant", ["granted_by"], unique=False)
    op.create_index(op.f("ix_role_grant_house_code"), "role_grant", ["house_code"], unique=False)
    op.create_index(op.f("ix_role_grant_user_id"), "role_grant", ["user_id"], unique=False)
    op.create_index(
        "uq_role_grant_open",
        "role_grant",
        ["user_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND house_code IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND house_code IS NULL"),
    )
    op.create_index(
        "uq_role_grant_open_in_house",
        "role_grant",
        ["user_id", "role", "house_code"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND house_code IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND house_code IS NOT NULL"),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "stage IN ('password', 'complete')", name=op.f("ck_sign_in_stage_known")
        ),
        sa.CheckConstraint("length(device) <= 60", name=op.f("ck_sign_in_device_length")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_sign_in_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"], unique=False)
    op.create_table(
        "triage_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(question IS NULL) = (outcome <> 'ask')",
            name=op.f("ck_triage_decision_asking_has_a_question"),
        ),
        sa.CheckConstraint(
            "outcome IN ('accept', 'advise_elsewhere', 'ask', 'decline')",
            name=op.f("ck_triage_decision_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_triage_decision_decided_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_triage_decision_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_decision")),
    )
    op.create_index(
        op.f("ix_triage_decision_decided_by"), "triage_decision", ["decided_by"], unique=False
    )
    op.create_index(
        op.f("ix_triage_decision_referral_id"), "triage_decision", ["referral_id"], unique=False
    )
    op.create_index(
        op.f("ix_triage_decision_subject_id"), "triage_decision", ["subject_id"], unique=False
    )
    op.create_index(
        "uq_triage_decision_final",
        "triage_decision",
        ["referral_id"],
        unique=True,
        sqlite_where=sa.text("outcome <> 'ask'"),
        postgresql_where=sa.text("outcome <> 'ask'"),
    )
    op.create_table(
        "triage_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["triage_decision.id"],
            name=op.f("fk_triage_answer_decision_id_triage_decision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["user_account.id"], name=op.f("fk_triage_answer_noted_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_answer")),
    )
    op.create_index(
        op.f("ix_triage_answer_decision_id"), "triage_answer", ["decision_id"], unique=True
    )
    op.create_index(op.f("ix_triage_answer_noted_by"), "triage_answer", ["noted_by"], unique=False)
    op.create_index(
        op.f("ix_triage_answer_subject_id"), "triage_answer", ["subject_id"], unique=False
    )

    _add_triggers()
    queue.ensure_schema(op.get_bind())


def _add_triggers() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_triage_answer_subject_id"), table_name="triage_answer")
    op.drop_index(op.f("ix_triage_answer_noted_by"), table_name="triage_answer")
    op.drop_index(op.f("ix_triage_answer_decision_id"), table_name="triage_answer")
    op.drop_table("triage_answer")
    op.drop_index(
        "uq_triage_decision_final",
        table_name="triage_decision",
        sqlite_where=sa.text("outcome <> 'ask'"),
        postgresql_where=sa.text("outcome <> 'ask'"),
    )
    op.drop_index(op.f("ix_triage_decision_subject_id"), table_name="triage_decision")
    op.drop_index(op.f("ix_triage_decision_referral_id"), table_name="triage_decision")
    op.drop_index(op.f("ix_triage_decision_decided_by"), table_name="triage_decision")
    op.drop_table("triage_decision")
    op.drop_index(op.f("ix_sign_in_user_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(
        "uq_role_grant_open_in_house",
        table_name="role_grant",
        sqlite_where=sa.text("ended_at IS NULL AND house_code IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND house_code IS NOT NULL"),
    )
    op.drop_index(
        "uq_role_grant_open",
        table_name="role_grant",
        sqlite_where=sa.text("ended_at IS NULL AND house_code IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND house_code IS NULL"),
    )
    op.drop_index(op.f("ix_role_grant_user_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_house_code"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_granted_by"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_ended_by"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_approved_by"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_recovery_code_user_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index(op.f("ix_credential_user_id"), table_name="credential")
    op.drop_index(op.f("ix_credential_subject_id"), table_name="credential")
    op.drop_table("credential")
    op.drop_index(op.f("ix_user_account_organisation_id"), table_name="user_account")
    op.drop_table("user_account")
    op.drop_index(op.f("ix_organisation_municipality_code"), table_name="organisation")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_referral_subject_id"), table_name="referral")
    op.drop_index(op.f("ix_referral_status"), table_name="referral")
    op.drop_index(op.f("ix_referral_source_key"), table_name="referral")
    op.drop_index(op.f("ix_referral_house_code"), table_name="referral")
    op.drop_table("referral")
    op.drop_index(op.f("ix_municipality_house_code"), table_name="municipality")
    op.drop_table("municipality")
    op.drop_index(op.f("ix_audit_event_subject_pseudonym"), table_name="audit_event_subject")
    op.drop_table("audit_event_subject")
    op.drop_index("ix_sign_in_attempt_counted", table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_index(op.f("ix_outbox_mail_subject_id"), table_name="outbox_mail")
    op.drop_index(op.f("ix_outbox_mail_created_at"), table_name="outbox_mail")
    op.drop_table("outbox_mail")
    op.drop_index(op.f("ix_one_time_link_target_id"), table_name="one_time_link")
    op.drop_index(op.f("ix_one_time_link_expires_at"), table_name="one_time_link")
    op.drop_table("one_time_link")
    op.drop_table("job")
    op.drop_table("house")
    op.drop_index(op.f("ix_heartbeat_seen_at"), table_name="heartbeat")
    op.drop_table("heartbeat")
    op.drop_index(op.f("ix_draft_updated_at"), table_name="draft")
    op.drop_index(op.f("ix_draft_owner_id"), table_name="draft")
    op.drop_table("draft")
    op.drop_table("demo_mark")
    op.drop_index(op.f("ix_clock_run_due_at"), table_name="clock_run")
    op.drop_table("clock_run")
    op.drop_index(op.f("ix_audit_event_object_id"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_actor_id"), table_name="audit_event")
    op.drop_table("audit_event")
    queue.remove_schema(op.get_bind())
    if op.get_bind().dialect.name == "postgresql":
        for function in POSTGRESQL_FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")
