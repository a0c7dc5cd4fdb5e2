"""Every setting of the program, read once from `MENTORSHIP_…` and never changed after."""

import os
import secrets
import stat
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "MENTORSHIP_"
NOT_BUILT_YET = (
    "retention of accounts",
    "a switch that restricts a use of data (the other subject rights exist)",
    "backups",
    "step-up for break-glass (accounts, roles, releases and destruction have it)",
)
_SHORTEST_SECRET = 32
_LIMITS = (("youngest_age", "oldest_age"), ("bundle_kept_least", "bundle_kept_most"))
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SettingsRefused(Exception):
    """The environment says something that the program can't start with."""


class Settings(BaseSettings):
    """Paths that aren't given lie beside the data directory, never inside it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    mode: Literal["demo", "trial", "production"] = "demo"
    data_dir: Path = Field(default_factory=lambda known: Path("var") / known["mode"] / "data")
    database_url: str | None = None
    key_store_url: str | None = None
    key_file: Path | None = None
    key_encryption_keys: SecretStr | None = None
    audit_checkpoint_dir: Path | None = None
    tombstone_dir: Path | None = None
    secret_key: SecretStr | None = None
    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    smtp_url: SecretStr | None = None
    mail_dir: Path | None = None
    mail_from: str = "mentorprogramma@example.org"
    # The price of one argon2id hash: 64 MiB three times over. Tests pay less.
    password_memory_kib: int = Field(default=64 * 1024, ge=32)
    password_passes: int = Field(default=3, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    # What the programme agreed: terms of each step, ages in years with both ends included.
    receipt_working_days: int = Field(default=2, ge=1, le=30)
    triage_working_days: int = Field(default=5, ge=1, le=60)
    youngest_age: int = Field(default=12, ge=8, le=99)
    oldest_age: int = Field(default=27, ge=8, le=99)
    intake_days: int = Field(default=14, ge=1, le=365)
    notice_months: int = Field(default=1, ge=1, le=3)
    matching_weeks: int = Field(default=6, ge=1, le=52)
    answer_working_days: int = Field(default=5, ge=1, le=30)
    reference_days: int = Field(default=21, ge=1, le=90)
    consent_link_days: int = Field(default=14, ge=1, le=90)
    vog_months: int = Field(default=36, ge=1, le=120)
    training_valid_months: int = Field(default=36, ge=1, le=120)
    agreement_months: int = Field(default=12, ge=1, le=60)
    agreement_hours_per_month: int = Field(default=4, ge=1, le=100)
    first_meeting_weeks: int = Field(default=2, ge=1, le=12)
    trial_weeks: int = Field(default=6, ge=1, le=26)
    letting_go_weeks: int = Field(default=7, ge=1, le=26)
    trajectory_months: int = Field(default=12, ge=1, le=24)
    longest_trajectory_months: int = Field(default=18, ge=1, le=60)
    mentor_rest_days: int = Field(default=28, ge=0, le=365)
    rematch_days: int = Field(default=14, ge=0, le=365)
    late_log_days: int = Field(default=28, ge=0, le=365)
    cover_days_at_most: int = Field(default=92, ge=1, le=366)
    log_days_trial: int = Field(default=10, ge=1, le=90)
    log_days_later: int = Field(default=21, ge=1, le=180)
    first_contact_days: int = Field(default=30, ge=7, le=90)
    first_contacts: int = Field(default=2, ge=1, le=10)
    monthly_contacts: int = Field(default=1, ge=1, le=10)
    review_lead_days: int = Field(default=14, ge=0, le=60)
    check_in_days: int = Field(default=14, ge=1, le=90)
    low_safe_score: int = Field(default=4, ge=0, le=10)
    # A concern that nobody took on: office hours until more people are told, hours of the clock
    # when the mentor said that it can't wait. When somebody answers the telephone, in words.
    concern_hours: int = Field(default=4, ge=1, le=40)
    concern_now_hours: int = Field(default=1, ge=1, le=24)
    duty_hours: str | None = Field(default=None, max_length=120)
    # A complaint: working days until a confidant has it, weeks until its letter, days that the link
    # of who told it works, and whom else they can call, in words with a number.
    complaint_days: int = Field(default=2, ge=1, le=30)
    complaint_weeks: int = Field(default=6, ge=1, le=26)
    complaint_link_days: int = Field(default=400, ge=30, le=1000)
    complaint_call: str | None = Field(default=None, max_length=200)
    # Practice standards: from which share in percent a benchmark is met, where the programme wants
    # another one than the shipped, as {"4 B.5.1": 80}; and below how many units a coordinator
    # reads "fewer than" instead of the number.
    standards_targets: dict[str, int] = Field(default_factory=dict)
    steering_threshold: int = Field(default=5, ge=1, le=50)
    # Bundles for evaluation: how many people stand behind every number, how long one is there.
    disclosure_threshold: int = Field(default=10, ge=3, le=100)
    bundle_days: int = Field(default=90, ge=1, le=365)
    # After how many days without a check of the whole audit trail the privacy officer is pressed.
    trail_check_days: int = Field(default=2, ge=1, le=30)
    # Requests about own data: for how many days all that is kept lies ready after the privacy
    # officer agreed, and how many days before the last day of the month they are reminded.
    export_days: int = Field(default=14, ge=1, le=60)
    request_notice_days: int = Field(default=7, ge=1, le=21)
    # In how many days at the soonest and at the latest all copies of a bundle have to be destroyed.
    bundle_kept_least: int = Field(default=14, ge=1, le=365)
    bundle_kept_most: int = Field(default=730, ge=30, le=3650)
    nudges_per_week: int = Field(default=3, ge=1, le=20)
    # How long each kind of record is kept after it is over, in months; the archivist sets them.
    # That of the audit trail is shown only: the chain is never cut.
    retention_trajectory_months: int = Field(default=24, ge=3, le=240)
    retention_referral_months: int = Field(default=12, ge=3, le=240)
    retention_mentor_months: int = Field(default=24, ge=3, le=240)
    retention_complaint_months: int = Field(default=24, ge=3, le=240)
    retention_interview_months: int = Field(default=6, ge=3, le=240)
    retention_account_months: int = Field(default=12, ge=3, le=240)
    retention_audit_months: int = Field(default=60, ge=12, le=240)
    # Costs and funding: an hour of a consultant and a training meeting in whole euros, a kilometre
    # of a mentor in cents; and so many days before its end the coordinator is told of a funding.
    consultant_hour_euros: int = Field(default=75, ge=0, le=1_000)
    training_meeting_euros: int = Field(default=400, ge=0, le=100_000)
    kilometre_cents: int = Field(default=23, ge=0, le=1_000)
    funding_notice_days: int = Field(default=120, ge=0, le=730)

    @field_validator("database_url", "key_store_url")
    @classmethod
    def _is_a_database(cls, url: str | None) -> str | None:
        if url is not None and not _names_a_database(url):
            raise ValueError("must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")
        return url

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not _names_a_mail_server(url.get_secret_value()):
            raise ValueError("must be smtps://HOST, smtp://HOST or smtp+plain:// to this machine")
        return url

    @field_validator("secret_key")
    @classmethod
    def _is_hard_to_guess(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value()) < _SHORTEST_SECRET:
            raise ValueError(f"must have at least {_SHORTEST_SECRET} characters, made by chance")
        return secret

    @model_validator(mode="after")
    def _refuse_limits_the_wrong_way_round(self) -> Self:
        for least, most in _LIMITS:
            if getattr(self, least) > getattr(self, most):
                raise ValueError(f"{PREFIX}{least.upper()} is above {PREFIX}{most.upper()}")
        return self

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if self.mode != "production":
            return self
        required = {
            "MENTORSHIP_DATABASE_URL": self.database_url,
            "MENTORSHIP_KEY_STORE_URL": self.key_store_url,
            "MENTORSHIP_KEY_FILE or MENTORSHIP_KEY_ENCRYPTION_KEYS": self.key_file
            or self.key_encryption_keys,
            "MENTORSHIP_AUDIT_CHECKPOINT_DIR": self.audit_checkpoint_dir,
            "MENTORSHIP_TOMBSTONE_DIR": self.tombstone_dir,
            "MENTORSHIP_SECRET_KEY": self.secret_key,
            "MENTORSHIP_SMTP_URL": self.smtp_url,
            "MENTORSHIP_BASE_URL with https": self.base_url.startswith("https://"),
        }
        unset = [name for name, value in required.items() if not value]
        refusal = f"production can't start: not built yet: {', '.join(NOT_BUILT_YET)}"
        raise ValueError(refusal + (f"; not set: {', '.join(unset)}" if unset else ""))

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'mentorship.sqlite'}"

    @property
    def key_store(self) -> str:
        return self.key_store_url or f"sqlite:///{self._beside('key-store') / 'keys.sqlite'}"

    @property
    def key_path(self) -> Path:
        return self.key_file or self._beside("keys") / "key-encryption-keys.json"

    @property
    def checkpoints(self) -> Path:
        return self.audit_checkpoint_dir or self._beside("checkpoints")

    @property
    def tombstones(self) -> Path:
        return self.tombstone_dir or self._beside("erasures")

    @property
    def mail(self) -> Path:
        return self.mail_dir or self._beside("mail")

    def _beside(self, what: str) -> Path:
        return self.data_dir.parent / f"{self.data_dir.name}-{what}"

    def signing_secret(self) -> str:
        """The secret behind cookies and forms; demo and trial keep a made-up one in a file."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self._beside("keys") / "secret-key"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48).encode())
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SettingsRefused(f"{path} is readable by others; remove it: a new one is made")
        secret = path.read_text()
        if len(secret) < _SHORTEST_SECRET:
            raise SettingsRefused(f"{path} holds no secret; remove it: a new one is made")
        return secret


def write_private(path: Path, content: bytes) -> None:
    """Writes a 0600 file whole or not at all; the first of two simultaneous writers wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def replace_private(path: Path, content: bytes) -> None:
    """Replaces a 0600 file in one step."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    write_private(fresh, content)
    fresh.replace(path)


def _names_a_database(url: str) -> bool:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # the second for a port that is no number
        return False
    if address.drivername == "sqlite":
        return address.database not in (None, "", ":memory:")
    return address.drivername == "postgresql+psycopg"


def _names_a_mail_server(url: str) -> bool:
    try:
        address = urlsplit(url)
        host, _port = address.hostname, address.port
    except ValueError:  # a port that is no number
        return False
    if address.scheme == "smtp+plain":
        return host in _LOOPBACK
    return address.scheme in ("smtp", "smtps") and bool(host)


def load_settings() -> Settings:
    """Reads the environment; SettingsRefused says everything that is wrong in one line."""
    if unknown := _unknown_names():
        raise SettingsRefused("; ".join(unknown))
    try:
        return Settings()
    except ValidationError as invalid:
        raise SettingsRefused("; ".join(_reasons(invalid))) from None


def _unknown_names() -> list[str]:
    """A misspelt name would leave the default in its place without a word."""
    known = [name.upper() for name in Settings.model_fields]
    told = []
    for name in sorted(os.environ):
        bare = name.upper().removeprefix(PREFIX)
        if bare != name.upper() and bare not in known:
            nearest = get_close_matches(bare, known, n=1)
            hint = f" (did you mean {PREFIX}{nearest[0]}?)" if nearest else ""
            told.append(f"there is no setting {name}{hint}")
    return told


def _reasons(invalid: ValidationError) -> list[str]:
    reasons = []
    for error in invalid.errors():
        if error["type"] == "default_factory_not_called":
            continue  # only says that an earlier one is wrong
        name = "_".join(str(part) for part in error["loc"]).upper()
        message = error["msg"].removeprefix("Value error, ")
        reasons.append(f"{PREFIX}{name}: {message}" if name else message)
    return reasons
