"""The pages of evidence."""

from __future__ import annotations

from evidence.models import (
    DataImport,
    Finding,
    Indicator,
    PeriodLock,
    RecordCategory,
    ServiceRecord,
    Value,
)

from .people import (
    CODE,
    Example,
    clerk,
    head,
    leader,
    member,
    officer,
    who_may,
)
from .rows import first, steps

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
    "evidence:records": [
        Example(officer),
        Example(clerk, query="?kind=complaint&category=access"),
        Example(member, query="?q=nothing+at+all"),
    ],
    "evidence:new_record": [Example(clerk)],
    "evidence:record": [
        Example(who_may("evidence.close_servicerecord"), first(ServiceRecord, status="open")),
        Example(leader, first(ServiceRecord, status="closed")),
    ],
    "evidence:edit_record": [
        Example(who_may("evidence.change_servicerecord"), first(ServiceRecord, status="open"))
    ],
    "evidence:record_step": steps("evidence:record_step", ServiceRecord),
    "evidence:imports": [Example(officer), Example(clerk)],
    "evidence:new_import": [Example(officer), Example(clerk)],
    "evidence:import": [
        Example(officer, first(DataImport, status="draft")),
        Example(officer, first(DataImport, status="finished")),
    ],
    "evidence:import_step": steps("evidence:import_step", DataImport),
    "evidence:record_categories": [Example(officer), Example(member)],
    "evidence:record_category": [
        Example(officer, first(RecordCategory), CODE, named_by_row=False),
    ],
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
}

ONLY_POSTED = {
    "evidence:unmask_record",
    "evidence:finish_import",
    "evidence:import_faults",
    "evidence:chart",
}
"""What these addresses answer is one of the pages above."""
