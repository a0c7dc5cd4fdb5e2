"""In which row of each table a trajectory stands, worked out from the bare rows alone."""

from tests.evaluation.recounted import DAY, WAVES, Raw, Row, plus_months, step


def rows_of(raw: Raw, one: Row) -> dict[str, str]:
    """In which row of each table this trajectory stands."""
    return {
        **_dose(raw, one), **_how(raw, one), **_ended(raw, one), **_followed(raw, one),
        **_changed(raw, one), **_hours(raw, one),
    }  # fmt: skip


def _dose(raw: Raw, one: Row) -> dict[str, str]:
    logs, start, end = raw.logs[one["id"]], one["started_on"], one["ended_on"]
    met = sum(row["kind"] == "met" for row in logs)
    minutes = sum(row["minutes"] or 0 for row in logs)
    cents = sum(row["expense_cents"] or 0 for row in logs)
    weeks = {
        row["held_on"] - row["held_on"].weekday() * DAY
        for row in logs
        if row["kind"] in ("met", "called")
    }
    days = (end - start).days
    a_month = sum(row["meetings_per_month"] for row in raw.agreements[one["id"]])
    planned = (days - len([d for d in raw.paused(one) if start <= d < end])) * a_month * 16
    delivered = step(
        met * 100 * 487 / planned if planned else 0,
        (0, "0-50"), (50, "50-75"), (75, "75-100"), (100, "100-"),
    )  # fmt: skip
    return {
        "sessions-met": step(met, (0, "0"), (1, "1-5"), (6, "6-12"), (13, "13-26"), (27, "27-")),
        "hours-per-month": step(
            minutes / 60 / max(1, days / 30.4375), (0, "0-2"), (2, "2-4"), (4, "4-8"), (8, "8-")
        ),
        "weeks-active": step(
            len(weeks), (0, "0-4"), (5, "5-12"), (13, "13-26"), (27, "27-39"), (40, "40-")
        ),
        "longest-gap": step(
            _longest_gap(raw, one), (0, "0-2"), (15, "2-4"), (29, "4-8"), (57, "8-")
        ),
        "meetings-delivered": delivered if planned else "no-agreement",
        "expenses": step(
            cents / 100, (0, "0"), (0.01, "0-25"), (25, "25-100"), (100, "100-250"), (250, "250-")
        ),
    }


def _longest_gap(raw: Raw, one: Row) -> int:
    """Day by day, as somebody with a calendar would: a paused day isn't one without contact."""
    spoke = {row["held_on"] for row in raw.logs[one["id"]] if row["kind"] in ("met", "called")}
    day, gap, longest = one["started_on"], 0, 0
    while day < one["ended_on"]:
        gap = (0 if day in spoke else gap) + (day not in raw.paused(one))
        longest = max(longest, gap)
        day += DAY
    return longest


def _hours(raw: Raw, one: Row) -> dict[str, str]:
    key, days = one["id"], (one["ended_on"] - one["started_on"]).days
    works = [*raw.reviews[key]]
    works += [row for row in raw.contacts[key] if row["is_reached"] or row["minutes"]]
    works += [row for row in raw.talks[key] if row["is_held"] or row["minutes"]]
    told = [row["minutes"] for row in works if row["minutes"]]
    hours = sum(told) / 60
    return {
        "consultant-hours": step(
            hours, (0, "0-10"), (10, "10-20"), (20, "20-40"), (40, "40-")
        ) if told else "not-noted",
        "consultant-hours-per-month": step(
            hours / max(1, days / 30.4375), (0, "0-1"), (1, "1-2"), (2, "2-4"), (4, "4-")
        ) if told else "not-noted",
        "consultant-hours-noted": step(
            len(told) * 100 / len(works), (0, "0-90"), (90, "90-")
        ) if told else "not-noted",
    }  # fmt: skip


def _how(raw: Raw, one: Row) -> dict[str, str]:
    logs = raw.logs[one["id"]]
    kinds = {
        "met": ("met",), "called": ("called",), "tried": ("no_contact",),
        "cancelled": ("cancelled_by_mentee", "cancelled_by_mentor"),
    }  # fmt: skip
    return {
        f"contact-{name}": step(
            sum(row["kind"] in wanted for row in logs) * 100 / len(logs) if logs else 0,
            (0, "0-10"), (10, "10-25"), (25, "25-50"), (50, "50-75"), (75, "75-"),
        )
        for name, wanted in kinds.items()
    }  # fmt: skip


def _ended(raw: Raw, one: Row) -> dict[str, str]:
    [closure] = raw.closures[one["id"]]
    start, end = one["started_on"], one["ended_on"]
    months = next((str(m) for m in (3, 6, 9, 12) if end <= plus_months(start, m)), "later")
    is_planned = closure["kind"] == "planned"
    reasons = {
        "no_click": "contact", "no_contact": "contact", "rules_not_kept": "other",
        "safety": "other", "consent_withdrawn": "other", "no_reason": "other",
    }  # fmt: skip
    who = str(closure["ended_by"])
    talks, stated = raw.end(one)
    steps = "formal" if talks and stated else ("part" if talks or stated else "none")
    return {
        "duration": months,
        "attrition": f"{'planned' if is_planned else 'early'}-{months}",
        "closure-by-kind": str(closure["kind"]),
        "closure-by-reason": "planned"
        if is_planned
        else reasons.get(closure["reason"], "circumstances"),
        "closure-by-whom": "planned"
        if is_planned
        else (who if who in ("mentor", "mentee") else "other"),
        "formal-closure": steps,
    }


def _followed(raw: Raw, one: Row) -> dict[str, str]:
    asked = [answer for _, answer in raw.support(one) if answer is not None]
    support = "not-applicable"
    if asked:
        support = step(
            sum(asked) * 100 / len(asked), (0, "0-50"), (50, "50-90"), (90, "90-100"), (100, "100-")
        )
    due = raw.due(one)
    held = {str(row["wave"]): row["held_on"] for row in raw.reviews[one["id"]]}
    answers = [answer for _, answer in raw.reviewed(one) if answer is not None]
    is_late = any(on > due[wave] for wave, on in held.items() if wave in due)
    reviews = "late" if is_late else "in-time"
    if not answers or not all(answers):
        reviews = "missing"
    came = {str(row["wave"]) for row in raw.check_ins[one["id"]] if row["answered_at"]}
    told = {"support-contacts": support, "reviews-in-time": reviews}
    for wave in ("start", *WAVES, "after_6"):
        is_missing = wave in ("start", "month_12") or (wave in due and due[wave] < raw.today)
        answered = "answered" if wave in came else ("missing" if is_missing else "not-asked")
        told[f"check-in-{wave.replace('_', '-')}"] = answered
    return told


def _changed(raw: Raw, one: Row) -> dict[str, str]:
    after = raw.at_the_end(one)
    dropped = "1-" if any(level is None for _, level in after) else "0"
    told = {
        "goals-before": raw.score(raw.baselines(one)),
        "goals-after": raw.score(after),
        "goals-dropped": dropped if after else "no-review",
    }
    for when, wave in (("before", "start"), ("after", "month_12")):
        told[f"ladder-{when}"] = raw.answer(one, "cantril", "ladder", wave)
        for item in ("contact", "useful", "safe"):
            told[f"{item}-{when}"] = raw.answer(one, "own-mentee", item, wave)
    for item in ("contact", "useful", "safe"):
        told[f"{item}-mentor"] = raw.of_mentor(one, item)
    return told
