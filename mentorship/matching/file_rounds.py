"""Runs a round on two files: reads them, has it solved, writes the outcome as one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from mentorship.foundation.documents import PdfUnavailable
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching import outcomes
from mentorship.matching.assignment.helps import Helps
from mentorship.matching.assignment.model import Answer, Objective, PinRefused, Round
from mentorship.matching.assignment.profiles import RecruitNext
from mentorship.matching.faults import BadInput, Fault, Faults, Text
from mentorship.matching.file_consultants import consultants_in, with_capped_consultants
from mentorship.matching.files import Setting
from mentorship.matching.folders import check_folder, whole_folder
from mentorship.matching.reading import BothFiles, read_both
from mentorship.matching.round_settings import RoundSettings, read_settings
from mentorship.matching.solving import PinsNotKept, Solver
from mentorship.matching.words.told import Teller
from mentorship.matching.words.wording import BROKEN

# A proposal takes 3 MB and 0.15 s to lay out; a page in the browser takes next to nothing.
PDF_AT_MOST = 600
# Bytes that take more than a second or two to read.
LARGE_FILES = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks for on the command line; `time_limit` in seconds."""

    mentors: Path
    mentees: Path
    out: Path
    date: date
    settings: Path | None = None
    objective: Objective = Objective.BALANCED
    seed: int = 0
    time_limit: float | None = None
    with_pairs: bool = False
    with_report: bool = True
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has been written; `notes` are things to look at that stopped nothing."""

    round: Round
    answer: Answer
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom to recruit, and what would help who waits; None where there are too many people."""

    recruiting: RecruitNext | None
    helps: Mapping[str, Helps] | None


@dataclass(slots=True)
class Watch:
    """Milliseconds per stage."""

    laps: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.laps[stage] = (perf_counter() - start) * 1000


def match_files(request: Request, tell: Callable[[str], None]) -> Outcome:
    """Raises `BadInput`, `FolderRefused` or `StoppedBeforeProof`; then nothing was written."""
    check_folder(request.out, outcomes.OURS, overwrite=request.overwrite)
    if _are_large(request):
        tell(_("These are large files: reading them takes a while."))
    watch = Watch()
    with Solver(request.time_limit) as solver:
        with watch.timing("reading"):
            settings = read_settings(request.settings)
            files = _read(request, settings)
        round_ = _round(request, settings, files)
        with watch.timing("solving"):
            answer = _solved(solver, round_, files, request)
        work = _Writing(request, settings, round_, answer, files.warnings, watch)
        notes = work.write(solver, tell)
    return Outcome(round_, answer, (*files.warnings.lines(), *notes))


def _are_large(request: Request) -> bool:
    sizes = (p.stat().st_size for p in (request.mentors, request.mentees) if p.is_file())
    return sum(sizes) > LARGE_FILES


def _read(request: Request, settings: RoundSettings) -> BothFiles:
    setting = Setting(request.date, settings.vocabulary)
    return read_both(request.mentors, request.mentees, setting)


def _round(request: Request, settings: RoundSettings, files: BothFiles) -> Round:
    """Raises `BadInput` where a consultant with a caseload has young people of two Houses."""
    return Round(
        mentors=tuple(sorted(files.mentors.people, key=lambda mentor: mentor.id)),
        mentees=with_capped_consultants(files.mentees.people, settings.consultants),
        consultants=consultants_in(files.mentees, settings, files.warnings, request.settings),
        date=request.date,
        policy=settings.policy,
        objective=request.objective,
        seed=request.seed,
    )


def _solved(solver: Solver, round_: Round, files: BothFiles, request: Request) -> Answer:
    try:
        return solver.solve(
            round_, with_pairs=request.with_pairs, with_recruiting=request.with_report
        )
    except PinsNotKept as pins:
        faults = Faults()
        for refused in sorted(pins.refused, key=lambda pin: files.mentees.row_of[pin.mentee]):
            faults.add(_pin_fault(refused, files))
        raise BadInput(faults) from pins


def _pin_fault(refused: PinRefused, files: BothFiles) -> Fault:
    broken: list[Text] = [BROKEN[rule] for rule in refused.rules]
    if refused.is_caseload_full:
        broken.append(_l("The House of the mentee can't take on more mentees in this round."))
    if refused.is_consultant_full:
        broken.append(
            _l("The consultant of the mentee can't take on more young people in this round.")
        )
    return Fault(
        file=files.mentees.file,
        row=files.mentees.row_of[refused.mentee],
        column=files.mentees.header.called("pinned"),
        value=refused.mentor,
        problem=" ".join(map(str, broken)),
        remedy=_l("Remove the pin, or change what stands in the way."),
    )


@dataclass(frozen=True, slots=True)
class _Writing:
    """Everything the outcome is made from."""

    request: Request
    settings: RoundSettings
    round: Round
    answer: Answer
    warnings: Faults
    watch: Watch

    def write(self, solver: Solver, tell: Callable[[str], None]) -> tuple[str, ...]:
        """The whole folder; returns what couldn't be made."""
        notes: tuple[str, ...] = ()
        teller = Teller(self.round, self.settings.vocabulary)
        asked = self.request
        with whole_folder(asked.out, outcomes.OURS, overwrite=asked.overwrite) as folder:
            with self.watch.timing("tables"):
                outcomes.write_proposals(folder / outcomes.PROPOSALS, self.answer, teller)
                outcomes.write_unmatched(folder / outcomes.UNMATCHED, self.answer, teller)
            if self.request.with_pairs:
                with self.watch.timing("pairs"):
                    outcomes.write_pairs(folder / outcomes.PAIRS, solver.pairs())
            if self.request.with_report:
                with self.watch.timing("recruiting"):
                    recruiting, helps = solver.recruiting(), solver.helping()
                notes = self._write_report(folder, teller, Advice(recruiting, helps), tell)
            laps = {**self.answer.timings_ms, **self.watch.laps}
            certificate = self._certificate(laps)
            outcomes.write_certificate(folder / outcomes.CERTIFICATE, certificate)
        return notes

    def _certificate(self, laps: dict[str, float]) -> outcomes.Certificate:
        return outcomes.Certificate(
            self.round, self.answer, self.settings, self.warnings.count, laps
        )

    def _write_report(
        self,
        folder: Path,
        teller: Teller,
        advice: Advice,
        tell: Callable[[str], None],
    ) -> tuple[str, ...]:
        # Templates and charts take half a second to load: --no-report doesn't wait for them.
        from mentorship.foundation.charts import drawing_meanwhile  # noqa: PLC0415
        from mentorship.matching.report import charts_of, report_of  # noqa: PLC0415
        from mentorship.matching.report_pages import report_html, report_pdf  # noqa: PLC0415

        with self.watch.timing("report_html"):
            certificate = self._certificate({})
            with drawing_meanwhile(charts_of(certificate, teller)):
                report = report_of(certificate, teller, advice.recruiting, advice.helps)
            (folder / outcomes.HTML_REPORT).write_text(report_html(report), encoding="utf-8")
        if len(report.proposals) > PDF_AT_MOST:
            return (
                _(
                    "No PDF: it holds at most %(most)d proposals. Print report.html instead.",
                    most=PDF_AT_MOST,
                ),
            )
        tell(_("The report as PDF is being made."))
        try:
            with self.watch.timing("report_pdf"):
                (folder / outcomes.PDF_REPORT).write_bytes(report_pdf(report))
        except PdfUnavailable as unavailable:
            return (str(unavailable),)
        return ()
