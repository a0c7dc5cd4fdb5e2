"""The work of this room that is done outside a request."""

from mentorship.trajectories.concerns import jobs as concerns

__all__ = ["concerns"]
