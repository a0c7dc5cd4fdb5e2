"""Time-based codes are accepted once; recovery codes survive the way people type."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from mentorship.accounts import second_factor

NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


def test_the_code_of_now_is_accepted_and_names_its_step() -> None:
    step = second_factor.accepted_step(SECRET, code_at(NOW), NOW, last_step=0)
    assert step == int(NOW.timestamp()) // 30


def test_the_same_code_is_not_accepted_twice() -> None:
    step = second_factor.accepted_step(SECRET, code_at(NOW), NOW, last_step=0)
    assert step is not None
    later = NOW + timedelta(seconds=15)
    assert second_factor.accepted_step(SECRET, code_at(NOW), later, last_step=step) is None


def test_an_older_code_is_not_accepted_after_a_newer_one() -> None:
    step = second_factor.accepted_step(SECRET, code_at(NOW), NOW, last_step=0)
    assert step is not None
    older = code_at(NOW - timedelta(seconds=30))
    assert second_factor.accepted_step(SECRET, older, NOW, last_step=step) is None


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_clock_that_is_one_step_off_is_forgiven(seconds: int) -> None:
    code = code_at(NOW + timedelta(seconds=seconds))
    assert second_factor.accepted_step(SECRET, code, NOW, last_step=0) is not None


@pytest.mark.parametrize("seconds", [-90, -60, 60, 90])
def test_a_clock_that_is_two_steps_off_is_not(seconds: int) -> None:
    code = code_at(NOW + timedelta(seconds=seconds))
    assert second_factor.accepted_step(SECRET, code, NOW, last_step=0) is None


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "１２３４５６", "1" * 400, "é" * 6])
def test_anything_else_is_wrong_without_a_crash(code: str) -> None:
    assert second_factor.accepted_step(SECRET, code, NOW, last_step=0) is None


def test_a_space_in_the_middle_is_how_phones_show_it() -> None:
    code = code_at(NOW)
    assert second_factor.accepted_step(SECRET, f" {code[:3]} {code[3:]} ", NOW, 0) is not None


def test_the_qr_code_is_svg_without_style_or_script() -> None:
    uri = second_factor.provisioning_uri(SECRET, "fenna@voorbeeld.example", "ONE-on-ONE")
    svg = second_factor.qr_svg(uri)
    assert ET.fromstring(svg).tag.endswith("svg")
    assert "style" not in svg
    assert "script" not in svg


def test_there_are_ten_different_recovery_codes_of_79_bits() -> None:
    codes = second_factor.new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(len(code) == 19 for code in codes)


def test_capitals_spaces_and_hyphens_of_a_recovery_code_do_not_matter() -> None:
    assert second_factor.recovery_code_hash("abcd-efgh-jkmn-2345") == (
        second_factor.recovery_code_hash(" ABCD EFGH jkmn2345 ")
    )
    assert second_factor.looks_like_recovery_code("ABCD EFGH JKMN 2345")
    assert not second_factor.looks_like_recovery_code("123456")
