"""Erasing a person meets no record that nobody thought of."""

from mentorship import tables

# What somebody did for others stays with those others, and so does who did it: an account with
# such traces is closed now and erased when the records about the others have gone.
STAYS_WITH_OTHERS = {
    "aftercare_check.noted_by",
    "agreement.recorded_by",
    "appointment.noted_by",
    "assessment.assessed_by",
    "attendance.recorded_by",
    "bundle_download.user_id",
    "check_in.asked_by",
    "checklist_answer.answered_by",
    "closure.noted_by",
    "cohort.trainer_id",
    "commitment_agreement.noted_by",
    "complaint.closed_by",
    "complaint.holder_id",
    "complaint.noted_by",
    "complaint_act.acted_by",
    "complaint_note.noted_by",
    "concern.closed_by",
    "concern.holder_id",
    "concern.raised_by",
    "concern.second_id",
    "concern_act.acted_by",
    "concern_act.other_id",
    "concern_step.noted_by",
    "consent.noted_by",
    "contact_statement.noted_by",
    "cover.ended_by",
    "cover.made_by",
    "evaluation_bundle.recipient_id",
    "evaluation_bundle.released_by",
    "evaluation_bundle.specified_by",
    "evaluation_bundle.withdrawn_by",
    "exit_talk.noted_by",
    "extension.noted_by",
    "first_meeting.planned_by",
    "funding.noted_by",
    "goal_scale.set_by",
    "house_transfer.moved_by",
    "intake_decision.decided_by",
    "intake_talk.noted_by",
    "interview.interviewer_id",
    "legal_hold.lifted_by",
    "legal_hold.set_by",
    "match_answer.noted_by",
    "match_round.started_by",
    "matching_settings.made_by",
    "mentee_stop.noted_by",
    "mentor_match.decided_by",
    "mentor_match.mentor_id",
    "mentor_match.seat_id",
    "mentor_reference.judged_by",
    "mentor_reference.noted_by",
    "notice_letter.noted_by",
    "pair_rule.ended_by",
    "pair_rule.made_by",
    "phase_change.noted_by",
    "priority_change.changed_by",
    "programme_change.made_by",
    "programme_change.withdrawn_by",
    "proposal_decision.decided_by",
    "retention_run.approved_by",
    "review.noted_by",
    "role_grant.approved_by",
    "role_grant.ended_by",
    "role_grant.granted_by",
    "session_log.logged_by",
    "session_log.mentor_id",
    "session_withdrawal.withdrawn_by",
    "subject_request.approved_by",
    "subject_request.closed_by",
    "subject_request.noted_by",
    "support_contact.noted_by",
    "training_meeting.trainer_id",
    "training_record.recorded_by",
    "trajectory.mentor_id",
    "trajectory.opened_by",
    "trajectory_pause.noted_by",
    "triage_answer.noted_by",
    "triage_decision.decided_by",
    "vog_sighting.seen_by",
    "year_target.set_by",
}


def test_every_row_that_points_at_a_person_goes_along_or_is_meant_to_stay() -> None:
    """Say `ondelete="CASCADE"` for what belongs to the person, or add it to the list above."""
    found = {
        f"{table.name}.{reference.parent.name}"
        for table in tables.metadata.sorted_tables
        for reference in table.foreign_keys
        if "subject_id" in reference.column.table.c and not reference.ondelete
    }
    assert found == STAYS_WITH_OTHERS
