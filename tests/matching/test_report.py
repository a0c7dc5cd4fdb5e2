"""What a consultant reads: the same facts in page, paper and table, in both languages."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from mentorship.foundation.i18n import speaking
from mentorship.matching.assignment.engine import solve
from mentorship.matching.assignment.firmness import firm_demands
from mentorship.matching.assignment.model import (
    Answer,
    Criterion,
    Location,
    Mentee,
    Mentor,
    Objective,
    Policy,
    Reason,
    Round,
    Rule,
    Wish,
)
from mentorship.matching.assignment.profiles import Profile
from mentorship.matching.assignment.recruiting import recruit_next
from mentorship.matching.outcomes import Certificate, write_pairs, write_proposals, write_unmatched
from mentorship.matching.report import Report, report_of
from mentorship.matching.report_pages import report_html, report_pdf
from mentorship.matching.round_settings import RoundSettings, fingerprint, read_settings
from mentorship.matching.words.criteria import criterion_words
from mentorship.matching.words.reasons import waiting_reason
from mentorship.matching.words.recruiting import profile_words
from mentorship.matching.words.told import Teller
from mentorship.matching.words.wording import BROKEN, CRITERION_NAMES, RULE_NAMES
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.profiles.week import slot_name

AXE = Path("node_modules/axe-core/axe.min.js").resolve()
HERE = Location(52.63, 4.75, "Alkmaar")
NEAR = Location(52.60, 4.70, "Heiloo")


def mentor(id_: str, **facts: object) -> Mentor:
    known: dict[str, object] = {
        "location": NEAR,
        "house": "NHN",
        "max_travel_m": 15_000,
        "slots": frozenset({"mon-evening", "wed-evening"}),
        "interests": frozenset({"cooking"}),
        "themes": frozenset({"school"}),
        "gender": "woman",
        "birth_year": 1990,
    }
    return Mentor(id=id_, **{**known, **facts})  # type: ignore[arg-type]


def mentee(id_: str, **facts: object) -> Mentee:
    known: dict[str, object] = {
        "location": HERE,
        "house": "NHN",
        "max_travel_m": 10_000,
        "slots": frozenset({"mon-evening", "wed-evening", "fri-late"}),
        "waiting_since": date(2026, 11, 2),
        "interests": frozenset({"cooking", "chess"}),
        "themes": frozenset({"school", "money"}),
    }
    return Mentee(id=id_, **{**known, **facts})  # type: ignore[arg-type]


ROUND = Round(
    mentors=(
        mentor("M1", house="KEN"),
        mentor("=M2", languages=frozenset({"tr"})),
        mentor("M<3>", is_ready=False),
    ),
    mentees=(
        mentee("J1", wish_gender=Wish("woman", is_condition=True), wish_age_min=Wish(40)),
        mentee("J2", priority=3),
        mentee("J&3", languages=frozenset({"pl"})),
    ),
    date=date(2026, 11, 23),
)


@pytest.fixture(scope="module")
def answer() -> Answer:
    return solve(ROUND)


@pytest.fixture(scope="module")
def settings() -> RoundSettings:
    return read_settings(None)


@pytest.fixture(scope="module")
def certificate(answer: Answer, settings: RoundSettings) -> Certificate:
    return Certificate(ROUND, answer, settings, 0, {})


@pytest.fixture(scope="module")
def teller(settings: RoundSettings) -> Teller:
    return Teller(ROUND, settings.vocabulary)


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with speaking(request.param):
        yield request.param


@pytest.fixture
def report(language: str, certificate: Certificate, teller: Teller) -> Report:
    return report_of(certificate, teller, recruit_next(ROUND))


def test_page_and_table_say_the_same(
    report: Report, answer: Answer, teller: Teller, tmp_path: Path
) -> None:
    write_proposals(tmp_path / "proposals.csv", answer, teller)
    write_unmatched(tmp_path / "unmatched.csv", answer, teller)
    page = BeautifulSoup(report_html(report), "html.parser")
    told = [" ".join(said.get_text().split()) for said in page.select(".pair__reasons")]
    assert told == [row["reasons"] for row in rows(tmp_path / "proposals.csv")]
    why = [said.get_text() for said in page.select(".waits strong")]
    assert why == [row["reason"] for row in rows(tmp_path / "unmatched.csv")]


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_the_dutch_reads_aloud(certificate: Certificate, teller: Teller) -> None:
    with speaking("nl"):
        (first,) = report_of(certificate, teller).proposals
    assert first.mentee == "J1"
    assert first.sentences == (
        "Ze wonen 4,7 km uit elkaar.",
        "Ze kunnen allebei op maandagavond en woensdagavond.",
        "Ze kunnen samen Nederlands spreken.",
        "Ze houden allebei van koken.",
        "Mentor M1 kan helpen bij school.",
        "De wens over de mentor is niet vervuld (minstens 40 jaar).",
        "Huis KEN mag deze mentor uitlenen aan Huis NHN, maar moet het eerst goedvinden.",
    )


def test_whom_to_recruit_is_told_without_a_name(certificate: Certificate, teller: Teller) -> None:
    with speaking("nl"):
        report = report_of(certificate, teller, recruit_next(ROUND))
        told = BeautifulSoup(report_html(report), "html.parser").select_one("#recruiting ~ ol")
    assert isinstance(told, Tag)
    one, five = "1 jongere meer met een mentor.", "Vijf zulke mentoren: 2."
    free = (
        "minstens op één van deze dagdelen kan, hoe meer hoe beter: maandagavond, woensdagavond "
        "en vrijdag laat op de avond."
    )
    help_ = "Liefst iemand die helpt bij geld en school"
    enough = [f"Een {nth} zo'n mentor helpt niemand extra." for nth in ("derde", "tweede")]
    assert [" ".join(one.get_text(" ").split()) for one in told.select("li")] == [
        f"Een mentor in Alkmaar die Pools spreekt en {free} {help_} {one} {five} {enough[0]}",
        f"Een mentor in Alkmaar die {free} {help_} {one} {enough[1]}",
    ]


def test_a_wish_of_whom_it_serves_is_no_condition() -> None:
    """A woman of 40 or older is a wish here, and a condition where one of them makes it so."""
    wishes = {"wish_gender": Wish("woman"), "wish_age_min": Wish(40)}
    asks = {"themes": frozenset(), "languages": frozenset({"nl", "tr"}), "slots": {"mon-evening"}}
    alone = mentee("J1", **asks, **wishes)
    firm = mentee("J2", **asks, wish_gender=Wish("woman", is_condition=True))
    profile = Profile(
        location=HERE, house="NHN", slots=("mon-evening",), language="tr", gender="woman",
        age_min=40,
    )  # fmt: skip

    def said(*served: Mentee) -> str:
        return profile_words(profile, shipped_vocabulary(), firm_demands(profile, served))

    with speaking("nl"):
        assert said(alone) == (
            "Een mentor in Alkmaar die op maandagavond kan. "
            "Liefst een vrouw, van 40 jaar of ouder en iemand die Turks spreekt"
        )
        assert said(alone, firm) == (
            "Een vrouw in Alkmaar die op maandagavond kan. "
            "Liefst van 40 jaar of ouder en iemand die Turks spreekt"
        )
        unknown = (
            "Een vrouw van 40 jaar of ouder in Alkmaar die op maandagavond kan en Turks spreekt"
        )
        assert said() == unknown


def test_the_page_states_the_objective_that_was_asked_for(
    certificate: Certificate, teller: Teller, settings: RoundSettings
) -> None:
    fairest = replace(ROUND, objective=Objective.MAX_MIN)
    asked = Certificate(fairest, solve(fairest), settings, 0, {})
    with speaking("en"):
        balanced, fair = report_of(certificate, teller), report_of(asked, teller)
        assert "lowest fit" in report_html(fair)
        assert "lowest fit" not in report_html(balanced)
        first = "the proposal that fits least counts first"
        assert (first in report_html(fair), first in report_html(balanced)) == (True, False)
        told = "Whom to recruit isn't computed"
        assert (told in fair.objective, told in balanced.objective) == (True, False)
        assert "would cost isn't computed" not in fair.objective
        unpriced = replace(asked, answer=replace(asked.answer, prices=None))
        assert "would cost isn't computed" in report_of(unpriced, teller).objective


def test_more_shared_interests_than_count_are_told_as_such(
    settings: RoundSettings, language: str
) -> None:
    tags = frozenset(tag.id for tag in settings.vocabulary.interests.tags[:7])
    round_ = replace(
        ROUND,
        mentors=(mentor("M1", interests=tags, dislikes=tags),),
        mentees=(mentee("J1", interests=tags, dislikes=tags),),
    )
    (pair,) = solve(round_).proposals
    told = Teller(round_, settings.vocabulary).told(pair)
    words = [criterion_words(told, c) for c in (Criterion.INTERESTS, Criterion.DISLIKES)]
    begins = {"nl": "7 gedeeld, {} tellen mee: ", "en": "7 shared, {} count: "}[language]
    assert all(w.startswith(begins.format(n)) for w, n in zip(words, (5, 3), strict=True))


def test_the_points_of_a_pair_add_up_to_its_fit(report: Report) -> None:
    for part in report.proposals:
        assert sum(line.product for line in part.criteria) - part.lending_penalty == part.fit
        assert len(part.rules) == len(Rule)
    page = BeautifulSoup(report_html(report), "html.parser")
    table = page.select_one("table.points")
    assert isinstance(table, Tag)
    assert "−500" in table.get_text()


def test_who_waits_hears_which_rules_stop_how_many(report: Report, language: str) -> None:
    waiting = {part.mentee: part for part in report.waiting}
    assert set(waiting) == {"J2", "J&3"}
    blocking = dict(waiting["J&3"].blocking)
    expected = {"nl": "3 van de 3 mentoren", "en": "3 of 3 mentors"}[language]
    assert blocking[str(BROKEN[Rule.LANGUAGE])] == expected
    assert waiting["J2"].sentence != waiting["J&3"].sentence


def test_every_reason_for_waiting_has_its_own_sentence(answer: Answer, language: str) -> None:
    one = replace(answer.unmatched[0], below_floor=2)
    person = mentee("J9")
    told = {waiting_reason(replace(one, reason=r), person, 3000) for r in Reason}
    assert len(told) == len(Reason)


def test_every_word_is_translated() -> None:
    slots = [f"{day}-{part}" for day in ("mon", "sun") for part in ("morning", "late")]

    def said(language: str) -> list[str]:
        with speaking(language):
            names = [*RULE_NAMES.values(), *BROKEN.values(), *CRITERION_NAMES.values()]
            return [*map(str, names), *map(slot_name, slots)]

    same = {nl for nl, en in zip(said("nl"), said("en"), strict=True) if nl == en}
    assert same == set()
    assert said("nl")[-1] == "zondag laat op de avond"


def test_a_page_carries_all_it_needs_and_escapes_what_people_wrote(report: Report) -> None:
    html = report_html(report)
    assert "M<3>" not in html
    page = BeautifulSoup(html, "html.parser")
    assert not page.select("script, link, img, iframe, [onclick]")
    assert not [tag for tag in page.find_all(True) if tag.get("src") or tag.get("style")]
    assert all(str(a["href"]).startswith("#") for a in page.select("a[href]"))
    assert "@import" not in html
    assert "url(" not in html


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_has_no_findings_of_axe(
    report: Report, width: int, tmp_path: Path, browser: Browser
) -> None:
    (tmp_path / "report.html").write_text(report_html(report), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((tmp_path / "report.html").as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run()")["violations"]
    page.close()
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert wide <= width, "nothing sticks out"


def test_the_paper_is_tagged_and_names_nobody(report: Report, language: str) -> None:
    with pikepdf.open(io.BytesIO(report_pdf(report))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo["/Title"]) == report.title
        assert not {"/Author", "/Keywords", "/Subject"} & set(pdf.docinfo.keys())
        assert "pdfuaid:part" in pdf.Root.Metadata.read_bytes().decode()
        assert "J1" not in str(pdf.docinfo)


def test_a_spreadsheet_runs_nothing(answer: Answer, teller: Teller, tmp_path: Path) -> None:
    pair = replace(answer.proposals[0], mentor="=1+1", mentee="@sum")
    write_pairs(tmp_path / "pairs.csv", [pair])
    (row,) = rows(tmp_path / "pairs.csv")
    assert (row["mentee"], row["mentor"]) == ("'@sum", "'=1+1")
    assert row["points"] == str(pair.fit)


def test_a_row_says_what_another_choice_gives_up(
    answer: Answer, teller: Teller, tmp_path: Path
) -> None:
    """Without J1 the place is for J2: one of the third class instead of the second."""
    write_proposals(tmp_path / "p.csv", answer, teller)
    write_unmatched(tmp_path / "u.csv", answer, teller)
    assert (
        (tmp_path / "p.csv")
        .read_text()
        .startswith(
            "mentee,mentor,points,travel_km,shared_slots,reasons,"
            "price_of_otherwise,runner_up_mentor,runner_up_price\n"
        )
    )
    (row,) = rows(tmp_path / "p.csv")
    assert (row["shared_slots"], row["travel_km"]) == ("mon-evening|wed-evening", "4.746")
    assert (row["price_of_otherwise"], row["runner_up_mentor"]) == ("0/1/-1;-250", "")
    serving = {row["mentee"]: row["price_of_serving"] for row in rows(tmp_path / "u.csv")}
    assert serving == {"J2": "0/1/-1;-250", "J&3": ""}


def test_the_certificate_fingerprints_people_and_settings(certificate: Certificate) -> None:
    plain = json.loads(json.dumps(certificate.as_plain()))
    turned = replace(ROUND, mentors=ROUND.mentors[::-1], mentees=ROUND.mentees[::-1])
    other = replace(ROUND, mentees=(replace(ROUND.mentees[0], priority=1), *ROUND.mentees[1:]))
    assert replace(certificate, round=turned).input_sha256() == plain["input_sha256"]
    assert replace(certificate, round=other).input_sha256() != plain["input_sha256"]
    assert plain["settings_sha256"] == fingerprint(plain["settings"])
    assert plain["objective"]["matched"] == 1
    assert plain["counts"]["unmatched"] == 2


def test_a_round_without_anybody_still_has_a_report(language: str, settings: RoundSettings) -> None:
    empty = replace(ROUND, mentors=(), policy=Policy())
    nothing = Certificate(empty, solve(empty), settings, 0, {})
    report = report_of(nothing, Teller(empty, settings.vocabulary))
    assert len(report.waiting) == 3
    assert report.title in report_html(report)
