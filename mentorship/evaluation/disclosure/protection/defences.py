"""Attacks a plan in every way that is demanded, and mends it until no attack succeeds."""

from collections.abc import Sequence

import numpy as np

from mentorship.evaluation.disclosure.protection.alibis import Alibis, decided, still_waiting
from mentorship.evaluation.disclosure.protection.probing import Cut, Prober
from mentorship.evaluation.disclosure.protection.systems import Mask, System, Target, Whole


class NothingIsSafe(Exception):
    """Not even when every cell is hidden: earlier releases and sums tell too much."""


class Defence:
    """Remembers alibis, so that each plan is only attacked where the ones before it can't vouch."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._alibis = Alibis(system)
        self._prober = Prober(system)

    def is_safe(self, hidden: Mask) -> bool:
        return not self.cuts_against(hidden, at_most=1)

    def cuts_against(self, hidden: Mask, at_most: int | None = None) -> list[Cut]:
        """What this plan breaks, proven in whole numbers; nothing when every doubt has an alibi."""
        cuts: dict[Cut, None] = {}
        waiting = self._alibis.unmet(hidden)
        while len(waiting) and len(cuts) != at_most:
            found = self._alibi_or_cut(self._system.targets[waiting[0]], hidden)
            waiting = waiting[1:]
            if isinstance(found, Cut):
                cuts[found] = None
            else:
                self._alibis.add(found)
                waiting = still_waiting(self._system, waiting, found)
        return list(cuts)

    def _alibi_or_cut(self, target: Target, hidden: Mask) -> Whole | Cut:
        alibi = self._prober.alibi_for(target, hidden)
        if alibi is not None:
            return alibi
        cut = self._prober.cut_for(target, hidden.astype(float))
        if cut is not None:
            return cut
        alibi = decided(self._system, hidden, target)
        if alibi is not None:
            return alibi
        told = np.flatnonzero(~hidden & self._system.free)
        return Cut(tuple((int(i), 1) for i in told), 1)

    def mended(self, hidden: Mask) -> tuple[Mask, list[Cut]]:
        """A safe plan that hides these and little more, and the cuts that were met on the way."""
        safe = hidden.copy()
        cuts = self.cuts_against(safe)
        found = list(cuts)
        while cuts:
            for cut in cuts:
                self._meet(cut, safe)
            cuts = self.cuts_against(safe)
            found += cuts
        return self.thinned(safe, np.flatnonzero(safe & ~hidden), found), list(dict.fromkeys(found))

    def _meet(self, cut: Cut, hidden: Mask) -> None:
        lacking = round(cut.lacks(hidden.astype(float)))

        def price(one: tuple[int, int]) -> tuple[float, int]:
            return int(self._system.loss[one[0]]) / min(one[1], lacking), one[0]

        for i, weight in sorted(cut.coefficients, key=price) if lacking > 0 else ():
            if lacking > 0 and not hidden[i]:
                hidden[i] = True
                lacking -= weight
        if lacking > 0:
            raise NothingIsSafe

    def thinned(self, safe: Mask, which: Sequence[int] | Whole, cuts: list[Cut]) -> Mask:
        """Tells what needn't be hidden among `which`, what loses most first."""
        safe = safe.copy()
        for i in sorted(which, key=lambda one: (-int(self._system.loss[one]), int(one))):
            safe[i] = False
            found = self.cuts_against(safe, at_most=1)
            safe[i] = bool(found)
            cuts += found
        return safe
