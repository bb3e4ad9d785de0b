"""Who may do what in chapter 3: one table of composed predicates."""

from __future__ import annotations

from django.db.models import Q

from improvement.door.permissions import Predicate, everybody, nobody
from improvement.organization.rules import (
    assists,
    drafts,
    heads,
    leads,
    presides,
    reviews,
    steers,
)

from .consolidation.lifecycle import Forum
from .lifecycle import OrganizationPlanStatus
from .predicates import (
    TEMPLATE_ROWS,
    adjusted,
    applied,
    applied_change,
    authored,
    authored_its_measure,
    authored_its_plan,
    balloted_adjustments,
    balloted_issues,
    balloted_lists,
    balloted_organization_plans,
    balloted_overall_goals,
    carries_out,
    checks,
    decided,
    decided_set,
    finished,
    finishes,
    handles,
    handles_of_change,
    handles_of_measure,
    handles_of_plan,
    of_its_department,
    offered,
    own_reading,
    put_to,
    reviewed_by,
    sees,
    sees_drafts,
    voted_on_alone,
    votes_on,
    wrote,
)

PERMISSIONS = {
    # Rounds and overall goals: the office prepares, everybody reads
    "plans.view_round": everybody,
    "plans.add_round": reviews,
    "plans.change_round": reviews,
    "plans.open_drafting_round": reviews,
    "plans.close_drafting_round": reviews,
    "plans.reopen_drafting_round": reviews,
    "plans.begin_evaluation_round": reviews,
    "plans.close_round": reviews,
    "plans.view_switchedoffgate": everybody,
    "plans.add_switchedoffgate": reviews,
    "plans.change_switchedoffgate": reviews,
    "plans.view_roundsection": everybody,
    "plans.add_roundsection": reviews,
    "plans.change_roundsection": reviews,
    "plans.view_keyarea": everybody,
    "plans.add_keyarea": reviews,
    "plans.change_keyarea": reviews,
    # Templates: the office keeps them, everybody reads what is published
    "plans.view_plantemplate": offered() | reviews,
    "plans.add_plantemplate": reviews,
    "plans.change_plantemplate": reviews,
    "plans.publish_plantemplate": reviews,
    "plans.withdraw_plantemplate": reviews,
    "plans.revise_plantemplate": reviews,
    **{f"plans.view_{row}": offered(path) | reviews for row, path in TEMPLATE_ROWS.items()},
    **{f"plans.{verb}_{row}": reviews for verb in ("add", "change") for row in TEMPLATE_ROWS},
    # Extensions: a department asks, the office answers unless it is its own
    "plans.view_extension": reviews | leads | assists | of_its_department,
    "plans.add_extension": drafts("department") | handles,
    "plans.change_extension": drafts("department") | handles,
    "plans.grant_extension": handles,
    "plans.refuse_extension": handles,
    "plans.withdraw_extension": drafts("department"),
    "plans.view_urging": reviews | leads | assists | of_its_department,
    "plans.add_urging": reviews,
    "plans.view_overallgoalset": decided
    | reviews
    | leads
    | assists
    | votes_on("", balloted_overall_goals),
    "plans.add_overallgoalset": reviews,
    "plans.change_overallgoalset": reviews,
    "plans.put_forward_overallgoalset": reviews,
    "plans.view_overallgoal": decided_set
    | reviews
    | leads
    | assists
    | votes_on("goal_set", balloted_overall_goals),
    "plans.view_strategy": decided_set
    | reviews
    | leads
    | assists
    | votes_on("goal_set", balloted_overall_goals),
    "plans.add_strategy": reviews,
    "plans.change_strategy": reviews,
    "plans.add_overallgoal": reviews,
    "plans.change_overallgoal": reviews,
    # Plans
    "plans.view_plan": sees(),
    "plans.add_plan": drafts("department"),
    "plans.change_plan": drafts("department"),
    "plans.submit_plan": heads("department"),
    "plans.recall_plan": heads("department"),
    "plans.withdraw_plan": heads("department"),
    "plans.resume_plan": heads("department") | handles,
    "plans.send_back_plan": handles & ~authored,
    "plans.endorse_plan": handles & ~authored,
    "plans.return_from_consolidation_plan": handles,
    "plans.put_forward_plan": handles & voted_on_alone,
    "plans.open_adjustment_plan": heads("department") | handles,
    "plans.begin_evaluation_plan": handles,
    "plans.conclude_plan": handles,
    "plans.reopen_plan": handles,
    # The draft inside the house: checked, countersigned
    "plans.view_draftingroute": everybody,
    "plans.add_draftingroute": heads("department"),
    "plans.change_draftingroute": heads("department"),
    "plans.view_draftcheck": sees_drafts("plan"),
    "plans.add_draftcheck": drafts("plan__department"),
    "plans.pass_on_draftcheck": checks,
    "plans.send_back_draftcheck": checks,
    "plans.take_back_draftcheck": drafts("plan__department"),
    "plans.ready_draftcheck": drafts("plan__department"),
    "plans.view_countersign": sees_drafts("plan") | steers("department"),
    "plans.add_countersign": drafts("plan__department"),
    "plans.agree_countersign": steers("department"),
    "plans.object_countersign": steers("department"),
    "plans.take_back_countersign": steers("department"),
    "plans.view_section": sees("plan"),
    "plans.add_section": drafts("plan__department"),
    "plans.change_section": drafts("plan__department"),
    # Goals
    "plans.view_goalset": sees("plan"),
    "plans.add_goalset": drafts("plan__department"),
    "plans.submit_goalset": heads("plan__department"),
    "plans.recall_goalset": heads("plan__department"),
    "plans.send_back_goalset": handles_of_plan & ~authored_its_plan,
    "plans.put_forward_goalset": handles_of_plan & ~authored_its_plan,
    "plans.view_goal": sees("plan"),
    "plans.add_goal": drafts("plan__department"),
    "plans.change_goal": drafts("plan__department"),
    "plans.view_targetline": sees("goal__plan"),
    "plans.add_targetline": drafts("goal__plan__department"),
    "plans.change_targetline": drafts("goal__plan__department"),
    # Measures
    "plans.view_measure": sees("plan"),
    "plans.add_measure": drafts("plan__department"),
    "plans.change_measure": drafts("plan__department"),
    "plans.start_measure": carries_out,
    "plans.complete_measure": carries_out,
    "plans.reopen_measure": heads("plan__department") | handles_of_plan,
    "plans.verify_measure": handles_of_plan,
    "plans.view_milestone": sees("measure__plan"),
    "plans.add_milestone": drafts("measure__plan__department"),
    "plans.change_milestone": drafts("measure__plan__department"),
    "plans.view_dependency": sees("measure__plan"),
    "plans.add_dependency": drafts("measure__plan__department"),
    "plans.change_dependency": drafts("measure__plan__department"),
    "plans.view_resourceneed": sees("measure__plan"),
    "plans.add_resourceneed": drafts("measure__plan__department"),
    "plans.change_resourceneed": drafts("measure__plan__department"),
    # Major projects: begun with the plan, put forward by the office
    "plans.view_majorproject": sees("measure__plan"),
    "plans.add_majorproject": heads("measure__plan__department") | reviews,
    "plans.put_forward_majorproject": handles_of_measure & ~authored_its_measure,
    # Adjustments: department and office propose, the office judges what it did not write itself
    "plans.view_adjustment": applied | sees_drafts("plan") | votes_on("", balloted_adjustments),
    "plans.add_adjustment": heads("plan__department") | handles_of_plan,
    "plans.change_adjustment": drafts("plan__department") | handles_of_plan,
    "plans.submit_adjustment": heads("plan__department") | handles_of_plan,
    "plans.withdraw_adjustment": heads("plan__department") | handles_of_plan,
    "plans.send_back_adjustment": handles_of_plan & ~adjusted,
    "plans.put_forward_adjustment": handles_of_plan & ~adjusted,
    "plans.reject_adjustment": handles_of_plan & ~adjusted,
    "plans.view_adjustmentchange": applied_change
    | sees_drafts("adjustment__plan")
    | votes_on("adjustment", balloted_adjustments),
    "plans.add_adjustmentchange": drafts("adjustment__plan__department") | handles_of_change,
    "plans.change_adjustmentchange": drafts("adjustment__plan__department") | handles_of_change,
    # Consent lists of adjustments: the office bundles, the leadership group decides
    "plans.view_adjustmentlist": reviews | leads | assists | votes_on("", balloted_lists),
    "plans.add_adjustmentlist": reviews,
    "plans.choose_adjustmentlist": reviews,
    "plans.put_forward_adjustmentlist": reviews,
    "plans.dissolve_adjustmentlist": reviews,
    # Review
    "plans.view_review": sees_drafts("plan"),
    "plans.add_review": handles_of_plan,
    "plans.change_review": handles_of_plan,
    "plans.finish_review": handles_of_plan & reviewed_by,
    "plans.view_checklistanswer": sees_drafts("review__plan"),
    "plans.add_checklistanswer": finishes,
    "plans.change_checklistanswer": finishes,
    "plans.view_comment": sees_drafts("plan") & (finished | handles_of_plan),
    "plans.add_comment": handles_of_plan | drafts("plan__department"),
    "plans.change_comment": wrote,
    "plans.resolve_comment": handles_of_plan,
    "plans.waive_comment": handles_of_plan,
    "plans.reopen_comment": handles_of_plan,
    # Consolidation: the office asks, the department agrees or says why not
    "plans.view_consolidationissue": reviews | leads | assists | votes_on("", balloted_issues),
    "plans.add_consolidationissue": reviews,
    "plans.propose_consolidationissue": reviews,
    "plans.take_back_consolidationissue": reviews,
    "plans.waive_consolidationissue": reviews,
    "plans.put_to_meeting_consolidationissue": reviews,
    "plans.put_forward_consolidationissue": reviews,
    "plans.decide_consolidationissue": (put_to(Forum.MEETING) & reviews)
    | (put_to(Forum.LEADERSHIP) & leads),
    "plans.view_proposedchange": sees_drafts("plan"),
    "plans.accept_proposedchange": heads("plan__department"),
    "plans.refuse_proposedchange": heads("plan__department"),
    # The organization plan
    "plans.view_organizationplan": Predicate(
        lambda user, o: o.status == OrganizationPlanStatus.ISSUED,
        lambda user: Q(status=OrganizationPlanStatus.ISSUED),
    )
    | reviews
    | leads
    | assists
    | votes_on("", balloted_organization_plans),
    "plans.add_organizationplan": reviews,
    "plans.change_organizationplan": reviews,
    "plans.compile_organizationplan": reviews,
    "plans.put_forward_organizationplan": reviews,
    "plans.sign_off_organizationplan": presides,
    "plans.issue_organizationplan": reviews,
    # Signed for by the heads, read by everybody
    "plans.view_planreceipt": everybody,
    "plans.sign_for_planreceipt": heads("department"),
    "plans.view_planreading": own_reading | reviews | leads | assists,
    "plans.add_planreading": own_reading,
    "plans.delete_plan": nobody,
}
