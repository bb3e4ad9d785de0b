"""The coming year is brought together: needs of people, what waits for what, and a first look."""

from __future__ import annotations

from decimal import Decimal

from improvement.door.acts import create, record
from improvement.organization.models import User
from plans.consolidation.consenting import propose
from plans.consolidation.looking import look_through
from plans.models import Dependency, Measure, Plan, ResourceKind, ResourceNeed, Round

from .organization import Staff
from .reading import DATA, Content, Story, read_toml


def read() -> Content:
    return read_toml(DATA / "consolidation.toml")


def draft_needs(staff: Staff, story: Story, plan: Plan, *, by: User) -> None:
    """The person-days of its measures, and the measures of other departments they wait for."""
    content = read()
    for row in content["needs"]:
        if row["department"] == story.department:
            create(need(staff, story, plan, row), by=by)
    for row in content["waits"]:
        if row["department"] == story.department:
            code, number = row["for"]
            needs = Measure.objects.get(
                plan__round=plan.round, plan__department__code=code, number=number
            )
            measure = plan.measures.get(number=row["measure"])
            create(Dependency(measure=measure, needs=needs, note=row["note"]), by=by)
            record(plan, {"word_on_warnings": row["word"]}, by=by)


def need(staff: Staff, story: Story, plan: Plan, row: Content) -> ResourceNeed:
    """Of the department's own people, or through the post of somebody elsewhere."""
    return ResourceNeed(
        measure=plan.measures.get(number=row["measure"]),
        kind=ResourceKind.PEOPLE,
        name=row["name"],
        post=staff.posts[row["of"]] if "of" in row else None,
        amount=Decimal(row["days"]),
        starts=story.year.first(row["starts"]) if "starts" in row else None,
        ends=story.year.last(row["ends"]) if "ends" in row else None,
    )


def bring_together(staff: Staff, planning_round: Round) -> None:
    """The office says how much time improvement may take, and looks through the plans."""
    office = staff.office_head
    share = {"capacity_percent": read()["capacity_percent"]}
    look_through(record(planning_round, share, by=office), by=office)
    alike = planning_round.consolidation_issues.filter(rule="goals_alike").first()
    if alike:
        propose(by=office, issue=alike, choice="join")
