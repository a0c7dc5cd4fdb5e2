"""How referrals and the young people behind them usually fare, step by step as in domain.md."""

from tests.simulation import events as e
from tests.simulation.world import Life, World


def referral_life(world: World, referral: str, house: str) -> Life:
    world.happen(e.ReferralReceived, referral, house)
    yield world.office(0, 4)
    world.happen(e.ReferralPickedUp, referral)
    while world.chance(0.35):
        yield world.office(0, 7)
        world.happen(e.QuestionAsked, referral)
        yield world.somewhere(0, 15)
        if world.chance(0.1):
            return
        world.happen(e.QuestionAnswered, referral)
    yield world.office(0, 6)
    outcome = world.pick(accept=8, advise_elsewhere=1, decline=1)
    if outcome != "accept":
        world.happen(e.ReferralTriaged, referral, outcome, None, None)
        return
    mentee = referral.replace("referral", "mentee")
    born = world.today.year - world.rng.choice((14, 15, 16, 16, 17, 17, 18, 19, 21, 23))
    world.happen(e.ReferralTriaged, referral, outcome, mentee, born)
    world.spawn(_mentee_life(world, mentee, born), mentee)


def _mentee_life(world: World, mentee: str, born: int) -> Life:
    yield world.office(3, 20)
    outcome = world.pick(suitable=8, not_suitable=1, care_first=1)
    world.happen(e.IntakeDecided, mentee, outcome)
    if outcome != "suitable":
        return
    world.spawn(_mentee_profile(world, mentee), mentee)
    others = ("one_parent", "both_parents", "guardian", "institution")
    if world.chance(0.15):
        yield world.office(0, 5)
        _transfer(world, mentee)
    holder = world.rng.choice(others) if _needs_guardian(world, born) else "young_person"
    world.happen(e.AuthorityRecorded, mentee, holder)
    yield from _consent(world, mentee, born, "participation")
    if world.chance(0.5):
        yield from _consent(world, mentee, born, "evaluation")
        if world.chance(0.3):
            yield world.somewhere(5, 60)
            world.happen(e.ConsentWithdrawn, mentee, "evaluation")
    yield from _mentee_upkeep(world, mentee, born)


def _transfer(world: World, mentee: str) -> None:
    others = set(world.houses.values()) - {world.state.mentees[mentee].house}
    world.happen(e.Transferred, mentee, world.rng.choice(sorted(others)))


def _needs_guardian(world: World, born: int) -> bool:
    return world.today.year - born <= 16


def _consent(world: World, mentee: str, born: int, purpose: str) -> Life:
    people = ["young_person", "guardian"] if _needs_guardian(world, born) else ["young_person"]
    for person in world.rng.sample(people, len(people)):
        yield world.somewhere(0, 100 if world.chance(0.1) else 8)
        if person == "young_person" or _needs_guardian(world, born):
            world.happen(e.ConsentGiven, mentee, purpose, person)


def _mentee_profile(world: World, mentee: str) -> Life:
    is_complete = False
    while not is_complete:
        yield world.office(0, 12)
        is_complete = world.chance(0.75)
        world.happen(e.MenteeProfileSaved, mentee, is_complete)


def _mentee_upkeep(world: World, mentee: str, born: int) -> Life:
    while True:
        yield world.office(15, 80)
        now = world.state.mentees[mentee]
        match world.pick(nothing=10, withdraw=2, transfer=4, profile=2, stop=1):
            case "withdraw":
                world.part(mentee)
                world.happen(e.ConsentWithdrawn, mentee, "participation")
                yield world.office(5, 50)
                if world.chance(0.3):
                    world.stop(e.MenteeStopped, mentee)
                    return
                yield from _consent(world, mentee, born, "participation")
            case "transfer" if not world.is_matched(mentee):
                _transfer(world, mentee)
            case "profile" if now.waiting_since and not world.is_matched(mentee):
                world.happen(e.MenteeProfileSaved, mentee, False)
                yield world.somewhere(0, 10)
                world.happen(e.MenteeProfileSaved, mentee, True)
            case "stop":
                world.stop(e.MenteeStopped, mentee)
                return
