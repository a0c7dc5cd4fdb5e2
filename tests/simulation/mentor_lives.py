"""How mentors and matches usually fare.

A life is a generator: it yields the moment of its next step and is woken then. Steps are taken in
the order of domain.md and only when a careful service would allow them.
"""

from datetime import timedelta

from tests.simulation import events as e
from tests.simulation import workdays as w
from tests.simulation.world import REST, Life, World


def mentor_life(world: World, mentor: str, house: str) -> Life:
    world.houses[mentor] = house
    world.happen(e.MentorApplied, mentor, house)
    outcome = "another_talk"
    while outcome == "another_talk":
        yield world.office(5, 20)
        outcome = world.pick(go_on=14, another_talk=4, no=1)
        world.happen(e.InterviewHeld, mentor, outcome)
    if outcome == "no":
        return
    world.spawn(_profile(world, mentor), mentor)
    yield from _references(world, mentor)
    for record in (_see_vog, _sign, _train):
        yield world.office(3, 25)
        record(world, mentor, can_be_old=True)
    yield from _mentor_upkeep(world, mentor)


def _profile(world: World, mentor: str) -> Life:
    yield world.somewhere(0, 20)
    world.happen(e.CapacitySet, mentor, world.rng.randint(1, 3))
    is_complete = False
    while not is_complete:
        yield world.somewhere(1, 20)
        is_complete = world.chance(0.75)
        world.happen(e.MentorProfileSaved, mentor, is_complete)


def _references(world: World, mentor: str) -> Life:
    open_numbers, asked = [1, 2], 2
    for number in open_numbers:
        world.happen(e.ReferenceAsked, mentor, number)
    while open_numbers:
        number = open_numbers.pop(world.rng.randrange(len(open_numbers)))
        yield world.somewhere(1, 15)
        world.happen(e.ReferenceAnswered, mentor, number)
        yield world.office(0, 6)
        accepted = world.chance(0.85)
        world.happen(e.ReferenceJudged, mentor, number, accepted)
        if not accepted:
            asked += 1
            open_numbers.append(asked)
            world.happen(e.ReferenceAsked, mentor, asked)


def _see_vog(world: World, mentor: str, can_be_old: bool = False) -> None:
    issued_on = world.days_ago(3, 40)
    if can_be_old and world.chance(0.4):
        issued_on = world.days_ago(600, 1080)
    elif can_be_old and world.chance(0.2):
        # The last day of a February, a leap day if it was one.
        issued_on = w.add_months(issued_on.replace(year=issued_on.year - 1, month=1, day=31), 1)
    world.happen(e.VogSeen, mentor, issued_on)


def _sign(world: World, mentor: str, can_be_old: bool = False) -> None:
    months = world.rng.choice((12, 12, 18, 24))
    world.happen(e.AgreementSigned, mentor, world.days_ago(0, 20 if can_be_old else 3), months)


def _train(world: World, mentor: str, can_be_old: bool = False) -> None:
    is_old = can_be_old and world.chance(0.3)
    completed_on = world.days_ago(600, 1000) if is_old else world.days_ago(0, 5)
    world.happen(e.TrainingCompleted, mentor, completed_on)


def _mentor_upkeep(world: World, mentor: str) -> Life:
    renewals = {"vog_stale": _see_vog, "agreement_ended": _sign, "training_expired": _train}
    while True:
        yield world.office(20, 70)
        now = world.state.mentors[mentor]
        for block, renew in renewals.items():
            if world.chance(0.6 if block in now.blocks else 0.02):
                renew(world, mentor)
        match world.pick(nothing=8, pause=4, capacity=3, profile=2, stop=1):
            case "pause":
                yield from _pause(world, mentor)
            case "capacity":
                taken = now.seats - now.free_seats
                world.happen(e.CapacitySet, mentor, world.rng.randint(taken, max(taken, 3)))
            case "profile" if not now.missing:
                world.happen(e.MentorProfileSaved, mentor, False)
                yield world.somewhere(0, 15)
                world.happen(e.MentorProfileSaved, mentor, True)
            case "stop":
                world.stop(e.MentorStopped, mentor)
                return


def _pause(world: World, mentor: str) -> Life:
    first_day = world.today + timedelta(days=world.rng.randint(0, 14))
    last_day = first_day + timedelta(days=world.rng.randint(7, 60))
    world.happen(e.Paused, mentor, first_day, last_day)
    to_first, to_last = (first_day - world.today).days, (last_day - world.today).days
    if world.chance(0.4):
        yield world.somewhere(to_first + 1, to_last - 2)
        world.happen(e.PauseEnded, mentor)
    else:
        yield world.office(to_last + 1, to_last + 10)


def rounds(world: World) -> Life:
    """About weekly a consultant decides for whoever waits; for some it is better to wait."""
    numbers = iter(range(1, 10_000))
    while True:
        yield world.office(5, 9)
        for mentee in world.state.waiting:
            mentors = _candidates(world, mentee)
            if mentors and world.chance(0.5):
                match, mentor = f"match-{next(numbers)}", world.rng.choice(mentors)
                world.pairs[match] = mentee, mentor
                world.happen(e.MatchChosen, match, mentee, mentor)
                world.spawn(_match_life(world, match))


def _candidates(world: World, mentee: str) -> list[str]:
    state = world.state
    return [
        name
        for name, mentor in state.mentors.items()
        if mentor.is_ready
        and world.houses[name] == state.mentees[mentee].house
        and world.resting.get(name, world.today) <= world.today
        and (mentee, name) not in world.pairs.values()
    ]


def _match_life(world: World, match: str) -> Life:
    mentee, mentor = world.pairs[match]
    for side in world.rng.sample(["mentor", "mentee"], 2):
        is_silent = world.chance(0.1)
        # Two answers one after the other, both past midnight, still come within five working days.
        yield world.office(14, 20) if is_silent else world.somewhere(0, 2)
        state = world.state
        if match not in state.live_matches:
            return
        if is_silent:
            world.happen(e.MatchExpired, match)
            return
        now = state.mentors[mentor]
        can_start = not now.missing and now.blocks.keys() <= {"no_seats"}
        agrees = can_start and world.chance(0.85)
        world.happen(e.MatchAnswered, match, side, agrees)
        if not agrees:
            return
    yield world.office(40, 400)
    if match in world.state.live_matches:
        world.happen(e.MatchEnded, match)
        world.resting[mentor] = world.today + REST
        if world.chance(0.6):
            world.stop(e.MenteeStopped, mentee)
