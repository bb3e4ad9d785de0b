"""The office keeps a plan of the running year as a template for the coming ones."""

from __future__ import annotations

from django.utils import translation

from improvement.door.acts import record, take
from plans import templating
from plans.drafting import Below
from plans.models import Round, TemplateLine, TemplateMilestone

from .organization import Staff
from .reading import DATA, Content, read_toml

LANGUAGE = "zh-hant"


def keep(staff: Staff, running: Round, coming: Round) -> None:
    """One is published and offered in every year; one for the coming year is being written."""
    content = read_toml(DATA / "templates.toml")
    with translation.override(LANGUAGE):
        kept = content["kept"]
        plan = running.plans.get(department=staff.departments[kept["department"]])
        made = templating.keep_as_template(
            by=staff.office_head, plan=plan, name=kept["name"], purpose=kept["purpose"]
        )
        take(made, "publish", by=staff.office_head)
        begun(staff, coming, content["begun"])


def begun(staff: Staff, coming: Round, content: Content) -> None:
    by = staff.office_head
    made = templating.begin_template(
        by=by, name=content["name"], purpose=content["purpose"], round=coming
    )
    record(made.sections.get(key="analysis"), {"body": content["analysis"]}, by=by)
    measured = Below(TemplateLine(), content["line"])
    goal = templating.write_goal(
        by=by, template=made, goal=None, changes=content["goal"], lines=[measured]
    )
    node = Below(TemplateMilestone(), content["milestone"])
    templating.write_measure(
        by=by,
        template=made,
        measure=None,
        changes=content["measure"] | {"goals": [goal]},
        below=[node],
    )
