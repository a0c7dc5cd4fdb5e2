"""Every page of every room says who may open it, keeps persons out of its address, and works."""

import re

from flask import Flask

from mentorship.foundation.access import demands_of

# What an address may hold: ids, one-time tokens, names of files, Houses, times, benchmarks.
ALLOWED = {
    "benchmark", "edition", "filename", "house_code", "month", "months", "noted", "period", "token",
    "wave", "year",
}  # fmt: skip
PUBLIC = {
    "about",
    "accessibility",
    "accounts.choose_password",
    "accounts.forgotten_password",
    "accounts.recovery_code",
    "accounts.reset",
    "accounts.reset_sent",
    "accounts.second_factor",
    "accounts.set_up_second_factor",
    "accounts.sign_in",
    "accounts.sign_in_to_demo",
    "check_ins.by_link",
    "check_ins.thanks",
    "complaints.letter",
    "complaints.more",
    "complaints.new",
    "complaints.told",
    "evaluation.portal_public_key",
    "health.health",
    "home",
    "mentees.answer",
    "mentees.answered",
    "matching.links_mentee",
    "matching.links_mentor",
    "mentors.apply_application",
    "mentors.apply_information",
    "mentors.apply_thanks",
    "mentors.referee_answer",
    "mentors.referee_thanks",
    "open_figures.csv",
    "open_figures.datapackage",
    "open_figures.json",
    "open_figures.page",
    "referrals.leaflet",
    "sessions.calendar_read",
    "sessions.offline_manifest",
    "sessions.offline_shell",
    "sessions.offline_worker",
    "static",
    "training.certificates_ask",
    "training.certificates_check",
    "switch_language",
}


def test_every_route_is_marked_and_no_more_are_public_than_reviewed(app: Flask) -> None:
    demands = {rule.endpoint: demands_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert None not in demands.values()
    assert {endpoint for endpoint, wanted in demands.items() if not wanted} == PUBLIC


def test_addresses_hold_nothing_about_a_person(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule):
            assert converter == "uuid" or name in ALLOWED, rule.rule


def test_addresses_are_lower_case_english_words(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z/-]*(\.js|\.webmanifest|\.csv|\.json)?", fixed), rule.rule
