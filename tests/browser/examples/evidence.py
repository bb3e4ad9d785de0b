"""The pages of evidence."""

from __future__ import annotations

from evidence.models import (
    Checklist,
    DataImport,
    DataRequest,
    FieldNote,
    Finding,
    Indicator,
    Inspection,
    PeriodLock,
    RecordCategory,
    SavedView,
    ServiceRecord,
    Survey,
    SurveyQuestion,
    Value,
)

from .people import (
    CODE,
    Example,
    clerk,
    head,
    leader,
    member,
    nobody,
    officer,
    who_may,
)
from .rows import first, steps

TOKEN = {"token": lambda survey: survey.token}
"""What the address of the answers has beside its survey."""

PAGES: dict[str, list[Example]] = {
    "evidence:overview": [
        Example(head, query="?department=csc"),
        Example(officer, query="?department=hrd"),
    ],
    "evidence:library": [
        Example(member),
        Example(officer, query="?family=process&state=fresh"),
        Example(officer, query="?q=nothing+at+all"),
        Example(officer, query="?retired=1"),
    ],
    "evidence:coverage": [Example(leader), Example(officer)],
    "evidence:targets": [
        Example(officer, arguments={"code": "hotline-wait"}, query="?department=csc"),
        Example(member, arguments={"code": "hotline-wait"}),
    ],
    "evidence:benchmarks": [
        Example(clerk, arguments={"code": "hotline-wait"}),
        Example(member, arguments={"code": "training-hours"}),
    ],
    "evidence:periods": [Example(officer), Example(member)],
    "evidence:period_step": steps("evidence:period_step", PeriodLock),
    "evidence:new_indicator": [Example(officer)],
    "evidence:change_indicator": [Example(officer, arguments={"code": "hotline-wait"})],
    "evidence:indicator_step": steps("evidence:indicator_step", Indicator),
    "evidence:indicator": [
        Example(member, arguments={"code": "hotline-wait"}),
        Example(member, arguments={"code": "access-pass"}),
        Example(member, arguments={"code": "training-hours"}),
    ],
    "evidence:organization": [
        Example(leader, arguments={"code": "hotline-wait"}),
        Example(officer, arguments={"code": "complaint-10-days"}),
    ],
    "evidence:values": [
        Example(who_may("evidence.submit_value"), first(Value), named_by_row=False),
        Example(member),
    ],
    "evidence:accept": [Example(officer)],
    "evidence:value": [
        Example(member, first(Value, status="accepted")),
        Example(who_may("evidence.accept_value"), first(Value, status="submitted")),
    ],
    "evidence:value_step": steps("evidence:value_step", Value),
    "evidence:requests": [
        Example(officer),
        Example(clerk, query="?status=asked"),
        Example(member, query="?status=accepted"),
    ],
    "evidence:new_request": [Example(officer)],
    "evidence:request": [
        Example(who_may("evidence.accept_datarequest"), first(DataRequest, status="answered")),
        Example(who_may("evidence.answer_datarequest"), first(DataRequest, status="asked")),
    ],
    "evidence:request_step": steps("evidence:request_step", DataRequest),
    "evidence:new_proof": [
        Example(officer, first(Finding, status="open"), {"kind": "figures"}),
        Example(officer, first(Finding, status="open"), {"kind": "note"}),
    ],
    "evidence:records": [
        Example(officer),
        Example(clerk, query="?kind=complaint&category=access"),
        Example(member, query="?q=nothing+at+all"),
    ],
    "evidence:analysis": [
        Example(officer),
        Example(clerk, query="?category=access&kind="),
        Example(member, query="?since=2001-01&until=2001-02"),
    ],
    "evidence:record_numbers": [
        Example(officer),
        Example(clerk, query="?kind=complaint&category=access"),
        Example(member, query="?q=nothing+at+all"),
    ],
    "evidence:saved_views": [Example(clerk, query="?kind=complaint&q=hotline"), Example(officer)],
    "evidence:saved_view": [
        Example(who_may("evidence.change_savedview"), first(SavedView)),
        Example(member, first(SavedView, reach="all")),
    ],
    "evidence:saved_view_step": steps("evidence:saved_view_step", SavedView),
    "evidence:new_record": [Example(clerk)],
    "evidence:record": [
        Example(who_may("evidence.close_servicerecord"), first(ServiceRecord, status="open")),
        Example(leader, first(ServiceRecord, status="closed")),
    ],
    "evidence:edit_record": [
        Example(who_may("evidence.change_servicerecord"), first(ServiceRecord, status="open"))
    ],
    "evidence:record_step": steps("evidence:record_step", ServiceRecord),
    "evidence:record_words": [
        Example(officer),
        Example(clerk, query="?of=phrases&kind=complaint"),
        Example(member, query="?since=2020-01-01&until=2020-01-02"),
    ],
    "evidence:record_groups": [
        Example(officer),
        Example(member, query="?since=2020-01-01&until=2020-01-02"),
    ],
    "evidence:similar_records": [
        Example(clerk, first(ServiceRecord, text__contains="驗證碼")),
        Example(officer, first(ServiceRecord, status="closed")),
    ],
    "evidence:imports": [Example(officer), Example(clerk)],
    "evidence:new_import": [Example(officer), Example(clerk, query="?brings=values")],
    "evidence:import": [
        Example(officer, first(DataImport, status="draft")),
        Example(officer, first(DataImport, status="finished")),
        Example(officer, first(DataImport, brings="values", status="draft")),
    ],
    "evidence:undo_import": [Example(officer, first(DataImport, status="finished"))],
    "evidence:import_step": steps("evidence:import_step", DataImport),
    "evidence:record_categories": [Example(officer), Example(member)],
    "evidence:record_category": [
        Example(officer, first(RecordCategory), CODE, named_by_row=False),
    ],
    "evidence:surveys": [Example(officer), Example(member)],
    "evidence:new_survey": [Example(officer), Example(head)],
    "evidence:survey": [
        Example(who_may("evidence.change_survey"), first(Survey, status="draft")),
        Example(who_may("evidence.change_survey"), first(Survey, status="open")),
        Example(member, first(Survey, status="closed")),
    ],
    "evidence:edit_survey": [
        Example(who_may("evidence.change_survey"), first(Survey, status="draft"))
    ],
    "evidence:new_question": [
        Example(who_may("evidence.change_survey"), first(Survey, status="draft"))
    ],
    "evidence:edit_question": [
        Example(
            who_may("evidence.change_surveyquestion"),
            first(SurveyQuestion, survey__status="draft"),
            {
                "public_id": lambda question: question.survey.public_id,
                "question": lambda question: question.public_id,
            },
            named_by_row=False,
        )
    ],
    "evidence:preview_survey": [
        Example(who_may("evidence.change_survey"), first(Survey, status="draft")),
        Example(member, first(Survey, status="closed")),
    ],
    "evidence:key_in": [Example(who_may("evidence.change_survey"), first(Survey, status="open"))],
    "evidence:survey_results": [
        Example(who_may("evidence.change_survey"), first(Survey, status="closed")),
        Example(member, first(Survey, status="closed")),
    ],
    "evidence:answer": [
        Example(nobody, first(Survey, status="open"), TOKEN),
        Example(nobody, first(Survey, status="closed"), TOKEN),
    ],
    "evidence:thanks": [Example(nobody, first(Survey, status="open"), TOKEN)],
    "evidence:survey_step": steps("evidence:survey_step", Survey),
    "evidence:findings": [
        Example(clerk),
        Example(officer, query="?department=csc&status=open"),
        Example(member, query="?q=nothing+at+all"),
    ],
    "evidence:new_finding": [Example(clerk), Example(officer)],
    "evidence:finding": [
        Example(clerk, first(Finding, found_by=None)),
        Example(member, first(Finding, found_by__isnull=False)),
    ],
    "evidence:edit_finding": [
        Example(who_may("evidence.change_finding"), first(Finding, found_by__isnull=False)),
    ],
    "evidence:finding_step": steps("evidence:finding_step", Finding),
    "evidence:field_notes": [
        Example(clerk),
        Example(officer, query="?kind=interview&department=csc"),
        Example(member, query="?q=nothing+at+all"),
    ],
    "evidence:new_field_note": [Example(member), Example(officer)],
    "evidence:field_note": [
        Example(who_may("evidence.send_back_fieldnote"), first(FieldNote, confidence="office")),
        Example(clerk, first(FieldNote, status="returned")),
        Example(who_may("evidence.add_finding"), first(FieldNote, status="handed_in")),
    ],
    "evidence:edit_field_note": [
        Example(who_may("evidence.change_fieldnote"), first(FieldNote, status="returned"))
    ],
    "evidence:find_in_field_note": [
        Example(who_may("evidence.add_finding"), first(FieldNote, status="handed_in")),
    ],
    "evidence:field_note_step": steps("evidence:field_note_step", FieldNote),
    "evidence:inspections": [
        Example(officer),
        Example(clerk, query="?department=sco"),
        Example(member, query="?place=nowhere+at+all"),
    ],
    "evidence:new_inspection": [Example(officer), Example(clerk)],
    "evidence:inspection": [
        Example(leader, first(Inspection, site_findings__isnull=False)),
        Example(who_may("evidence.add_finding"), first(Inspection, status="finished")),
        Example(who_may("evidence.change_inspection"), first(Inspection, status="draft")),
    ],
    "evidence:answer_inspection": [
        Example(who_may("evidence.change_inspection"), first(Inspection, status="draft")),
    ],
    "evidence:find_on_site": [
        Example(
            who_may("evidence.add_finding"), first(Inspection, status="finished"), query="?item=4"
        ),
    ],
    "evidence:inspection_step": steps("evidence:inspection_step", Inspection),
    "evidence:checklists": [Example(officer), Example(member)],
    "evidence:new_checklist": [Example(officer)],
    "evidence:checklist": [
        Example(member, first(Checklist, status="in_use")),
        Example(officer, first(Checklist, status="draft")),
    ],
    "evidence:edit_checklist": [Example(officer, first(Checklist, status="draft"))],
    "evidence:checklist_step": steps("evidence:checklist_step", Checklist),
}

ONLY_POSTED = {
    "evidence:attach_finding",
    "evidence:detach_finding",
    "evidence:attach_field_note",
    "evidence:detach_field_note",
    "evidence:unmask_record",
    "evidence:finish_import",
    "evidence:import_faults",
    "evidence:chart",
    "evidence:analysis_chart",
    "evidence:record_words_csv",
    "evidence:survey_csv",
    "evidence:withdraw_benchmark",
    "evidence:invite",
    "evidence:take_off_proof",
    "evidence:attach_request",
    "evidence:detach_request",
}
"""What these addresses answer is one of the pages above."""
