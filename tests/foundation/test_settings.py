"""Settings: production refuses in one line, and what is wrong is named."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from mentorship.foundation.settings import Settings, SettingsRefused, load_settings


def _refusal() -> str:
    with pytest.raises(SettingsRefused) as refused:
        load_settings()
    return str(refused.value)


def test_production_says_in_one_line_why_it_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORSHIP_MODE", "production")
    said = _refusal()
    assert "\n" not in said
    for missing in ("retention", "restricts a use of data", "backups", "step-up for break-glass"):
        assert missing in said
    for unset in ("KEY_FILE", "SECRET_KEY", "DATABASE_URL", "SMTP_URL"):
        assert f"MENTORSHIP_{unset}" in said


def test_production_does_not_start_even_when_all_is_set(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="not built yet") as refused:
        Settings(
            mode="production",
            database_url="postgresql+psycopg://db/mentorship",
            key_store_url="postgresql+psycopg://keys/keys",
            key_file=tmp_path / "keys.json",
            audit_checkpoint_dir=tmp_path / "checkpoints",
            tombstone_dir=tmp_path / "tombstones",
            secret_key="x" * 40,
            smtp_url="smtp://mail.example.org",
            base_url="https://mentor.example.org",
        )
    assert "not set" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "one"),
        ("TRUSTED_PROXIES", "70"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mentorship.sqlite"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "mysql://db/mentorship"),
        ("DATABASE_URL", "postgresql://db/mentorship"),
        ("KEY_STORE_URL", "postgresql+psycopg://db:port/keys"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtps://mail.example.org:many"),
        ("SMTP_URL", "smtp+plain://mail.example.org"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MENTORSHIP_{name}", value)
    assert _refusal().startswith(f"MENTORSHIP_{name}: ")


def test_a_wrong_mode_is_all_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORSHIP_MODE", "holiday")
    assert _refusal().count("MENTORSHIP_") == 1


def test_a_password_in_a_wrong_address_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORSHIP_DATABASE_URL", "mysql://me:canary@db/mentorship")
    monkeypatch.setenv("MENTORSHIP_SMTP_URL", "http://me:canary@mail")
    assert "canary" not in _refusal()


def test_the_ages_are_the_right_way_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORSHIP_YOUNGEST_AGE", "28")
    assert "MENTORSHIP_YOUNGEST_AGE is above MENTORSHIP_OLDEST_AGE" in _refusal()
    monkeypatch.delenv("MENTORSHIP_YOUNGEST_AGE")
    monkeypatch.setenv("MENTORSHIP_BUNDLE_KEPT_LEAST", "300")
    monkeypatch.setenv("MENTORSHIP_BUNDLE_KEPT_MOST", "200")
    assert "MENTORSHIP_BUNDLE_KEPT_LEAST is above MENTORSHIP_BUNDLE_KEPT_MOST" in _refusal()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("MENTORSHIP_MOD", "MENTORSHIP_MODE"),
        ("MENTORSHIP_DATABSE_URL", "MENTORSHIP_DATABASE_URL"),
        ("mentorship_key_encription_keys", "MENTORSHIP_KEY_ENCRYPTION_KEYS"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: str
) -> None:
    monkeypatch.setenv(written, "canary")
    assert _refusal() == f"there is no setting {written} (did you mean {meant}?)"


def test_a_name_like_no_other_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORSHIP_NONSENSE", "1")
    assert _refusal() == "there is no setting MENTORSHIP_NONSENSE"


def test_settings_never_change() -> None:
    with pytest.raises(ValidationError):
        Settings().mode = "trial"


def test_nothing_that_protects_the_data_lies_inside_its_folder(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    store = Path(settings.key_store.removeprefix("sqlite:///"))
    folders = {settings.data_dir, store.parent, settings.key_path.parent, settings.checkpoints}
    folders |= {settings.tombstones, settings.mail}
    assert len(folders) == 6
    assert {folder.parent for folder in folders} == {tmp_path}


def test_secrets_do_not_show() -> None:
    settings = Settings(secret_key="canary" * 6, smtp_url="smtp://me:canary@mail")
    assert "canary" not in repr(settings)


def test_the_made_up_secret_stays_the_same_and_private(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    first = settings.signing_secret()
    assert len(first) >= 40
    assert Settings(data_dir=tmp_path / "data").signing_secret() == first
    assert (tmp_path / "data-keys" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORSHIP_SECRET_KEY", "canary")
    assert _refusal() == "MENTORSHIP_SECRET_KEY: must have at least 32 characters, made by chance"


@pytest.mark.parametrize(("mode", "content"), [(0o644, "x" * 64), (0o600, ""), (0o600, "short")])
def test_a_secret_that_others_read_or_that_is_none_is_refused(
    tmp_path: Path, mode: int, content: str
) -> None:
    path = tmp_path / "data-keys" / "secret-key"
    path.parent.mkdir()
    path.write_text(content)
    path.chmod(mode)
    with pytest.raises(SettingsRefused, match="secret-key") as refused:
        Settings(data_dir=tmp_path / "data").signing_secret()
    assert content not in str(refused.value) or not content
