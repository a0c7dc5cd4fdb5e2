"""What goes on beside the course of a pair that met: meetings, support, reviews, worries."""

from uuid import UUID

from mentorship.demo import asking, meeting_up, reviewing, supporting, worrying
from mentorship.demo.pairs import begin
from mentorship.demo.world import World


def follow(world: World, trajectory_id: UUID, name: str, *, is_running: bool) -> None:
    """From the first meeting on, which was just held."""
    pair = begin(world, trajectory_id, name, is_running=is_running)
    meeting_up.meet(pair)
    supporting.support(pair)
    reviewing.review(pair)
    asking.ask_in_between(pair)
    worrying.worry(pair)
