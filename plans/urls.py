"""Addresses of chapter 3, grouped by object."""

from django.urls import path, register_converter

from improvement.door.views import take_step

from . import models
from .views import (
    adjusting,
    asking,
    autosaving,
    autosaving_rows,
    bundling,
    calling,
    carrying,
    checking,
    comparing,
    consolidating,
    drafting,
    exporting,
    extending,
    goals,
    importing,
    listing,
    major,
    measures,
    moving,
    organization_plans,
    overall_goals,
    overviewing,
    own_sections,
    pinning,
    reading,
    reviewing,
    rounds,
    routing,
    sections,
    starting,
    templating,
    tracing,
)

app_name = "plans"


class FileKind:
    """The kinds of files a plan is exported to."""

    regex = "pdf|docx|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "file")

plan = "plans/<uuid:public_id>/"

urlpatterns = [
    # Department plans
    path("plans/", listing.plans, name="list"),
    path("plans/new/", drafting.new_plan, name="new"),
    path("tracing/", tracing.matrix, name="tracing"),
    path("tracing/lines.csv", tracing.matrix_file, name="tracing_file"),
    path(plan, reading.plan, name="plan"),
    path(f"{plan}text/", reading.text, name="text"),
    path("indicators/<slug:code>/pin/", pinning.pin, name="pin"),
    path("data/analysis/pin/", pinning.pin_analysis, name="pin_analysis"),
    path(f"{plan}unpin/<slug:key>/", pinning.unpin, name="unpin"),
    path(f"{plan}export/", exporting.plan, name="export"),
    path(f"{plan}export/<file:kind>", exporting.plan_file, name="export_file"),
    path(f"{plan}import/", importing.workbook, name="import"),
    path(f"{plan}carry/", carrying.carry, name="carry"),
    path(f"{plan}start/", starting.start, name="start"),
    path(f"{plan}start/added/", starting.started, name="started"),
    path(f"{plan}start/<uuid:template>/", starting.from_template, name="from_template"),
    path(f"{plan}keep-as-template/", templating.keep, name="keep_as_template"),
    path(f"{plan}history/", reading.history, name="history"),
    path(f"{plan}compare/<int:a>..<int:b>/", comparing.compare, name="compare"),
    path(f"{plan}check/", drafting.check, name="check"),
    path(f"{plan}edit/<slug:key>/", sections.section, name="section"),
    path(f"{plan}sections/<slug:key>/", own_sections.own_section, name="own_section"),
    path(f"{plan}key-areas/", checking.key_areas, name="key_areas"),
    path(f"{plan}goals/check/", checking.typed_goal, name="typed_goal"),
    path(f"{plan}measures/check/", checking.typed_measure, name="typed_measure"),
    path(f"{plan}edit/<slug:key>/autosave/", autosaving.autosave, name="autosave"),
    path(f"{plan}edit/<slug:key>/present/", autosaving.present, name="present"),
    path(f"{plan}goals/new/", goals.new_goal, name="new_goal"),
    path(f"{plan}goals/<int:number>/", goals.goal, name="goal"),
    path(f"{plan}goals/<int:number>/autosave/", autosaving_rows.goal, name="autosave_goal"),
    path(f"{plan}goals/<int:number>/archive/", goals.archive_goal, name="archive_goal"),
    path(f"{plan}goals/<int:number>/move/", moving.move_goal, name="move_goal"),
    path(f"{plan}measures/new/", measures.new_measure, name="new_measure"),
    path(f"{plan}measures/<int:number>/", measures.measure, name="measure"),
    path(
        f"{plan}measures/<int:number>/autosave/",
        autosaving_rows.measure,
        name="autosave_measure",
    ),
    path(f"{plan}measures/<int:number>/archive/", measures.archive_measure, name="archive_measure"),
    path(f"{plan}measures/<int:number>/move/", moving.move_measure, name="move_measure"),
    path(
        "measures/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Measure},
        name="measure_step",
    ),
    path(f"{plan}review/", reviewing.comments, name="comments"),
    path(f"{plan}open_adjustment/", adjusting.begin, name="open_adjustment"),
    path(f"{plan}adjustments/", adjusting.listing, name="adjustments"),
    path(f"{plan}route/", routing.page, name="route"),
    path(f"{plan}route/ready/", routing.ready, name="ready"),
    path(f"{plan}route/ask/", routing.ask, name="ask_countersigns"),
    path(f"{plan}<slug:step>/", take_step, {"model": models.Plan}, name="plan_step"),
    # The draft inside the house: checked, countersigned
    path("drafting-routes/<slug:code>/", routing.setting, name="drafting_route"),
    path(
        "draft-checks/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.DraftCheck},
        name="draft_check_step",
    ),
    path("countersigns/<uuid:public_id>/", routing.countersign, name="countersign"),
    path(
        "countersigns/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Countersign},
        name="countersign_step",
    ),
    # Adjustments of an issued plan
    path("adjustments/<uuid:public_id>/", adjusting.page, name="adjustment"),
    path("adjustments/<uuid:public_id>/change/", adjusting.change, name="adjust_item"),
    path("adjustments/<uuid:public_id>/drop/<uuid:line>/", adjusting.drop, name="drop_change"),
    path(
        "adjustments/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Adjustment},
        name="adjustment_step",
    ),
    # Templates of the office
    path("plan-templates/", templating.listing, name="templates"),
    path("plan-templates/new/", templating.new, name="new_template"),
    path("plan-templates/<uuid:public_id>/", templating.template, name="template"),
    path("plan-templates/<uuid:public_id>/edit/", templating.edit, name="edit_template"),
    path(
        "plan-templates/<uuid:public_id>/goals/new/", templating.new_goal, name="new_template_goal"
    ),
    path(
        "plan-templates/<uuid:public_id>/goals/<int:number>/",
        templating.goal,
        name="template_goal",
    ),
    path(
        "plan-templates/<uuid:public_id>/measures/new/",
        templating.new_measure,
        name="new_template_measure",
    ),
    path(
        "plan-templates/<uuid:public_id>/measures/<int:number>/",
        templating.measure,
        name="template_measure",
    ),
    path(
        "plan-templates/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.PlanTemplate},
        name="template_step",
    ),
    # Consent lists of adjustments
    path("adjustment-lists/", bundling.listing, name="adjustment_lists"),
    path("adjustment-lists/new/<uuid:public_id>/", bundling.begin, name="new_adjustment_list"),
    path("adjustment-lists/<uuid:public_id>/", bundling.page, name="adjustment_list"),
    path("adjustment-lists/<uuid:public_id>/choose/", bundling.choose, name="choose_adjustments"),
    path(
        "adjustment-lists/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.AdjustmentList},
        name="adjustment_list_step",
    ),
    # Major projects
    path("major-projects/<uuid:public_id>/", major.page, name="major_project"),
    path(
        "major-projects/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.MajorProject},
        name="major_project_step",
    ),
    # Goals as one set
    path("goal-sets/<uuid:public_id>/", reading.goal_set, name="goal_set"),
    path(
        "goal-sets/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.GoalSet},
        name="goal_set_step",
    ),
    # The office's review
    path("review/", reviewing.queue, name="review_queue"),
    path("review/<uuid:public_id>/", reviewing.workspace, name="review"),
    path("review/<uuid:public_id>/comment/", reviewing.add_comment, name="add_comment"),
    path("review/<uuid:public_id>/seen/", reviewing.seen, name="seen"),
    path("review/<uuid:public_id>/checklist/", reviewing.answer_checklist, name="checklist"),
    path("review/<uuid:public_id>/finish/", reviewing.finish, name="finish_review"),
    path("comments/<uuid:public_id>/", reviewing.comment, name="comment"),
    path("comments/<uuid:public_id>/reply/", reviewing.reply, name="reply"),
    path(
        "comments/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Comment},
        name="comment_step",
    ),
    # Rounds and overall goals
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path("rounds/<uuid:public_id>/", rounds.one_round, name="round"),
    path("rounds/<uuid:public_id>/edit/", rounds.edit_round, name="edit_round"),
    path("rounds/<uuid:public_id>/gates/", rounds.gates, name="gates"),
    path("rounds/<uuid:public_id>/sections/", asking.sections, name="round_sections"),
    path("rounds/<uuid:public_id>/sections/<slug:key>/", asking.section, name="round_section"),
    path("rounds/<uuid:public_id>/key-areas/", asking.key_areas, name="round_key_areas"),
    path("rounds/<uuid:public_id>/call/", calling.call, name="call"),
    path("rounds/<uuid:public_id>/urge/", rounds.urge, name="urge"),
    path("rounds/<uuid:public_id>/extend/<slug:code>/", extending.ask, name="extend"),
    path("extensions/<uuid:public_id>/", extending.page, name="extension"),
    path(
        "extensions/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Extension},
        name="extension_step",
    ),
    path(
        "rounds/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Round},
        name="round_step",
    ),
    path("overall-goals/<uuid:public_id>/", overall_goals.overall_goals, name="overall_goals"),
    path("overall-goals/<uuid:public_id>/edit/", overall_goals.edit, name="edit_overall_goals"),
    path(
        "overall-goals/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.OverallGoalSet},
        name="overall_goals_step",
    ),
    # Consolidation
    path("consolidation/", consolidating.index, name="consolidation_index"),
    path("consolidation/<uuid:public_id>/", consolidating.page, name="consolidation"),
    path("consolidation/<uuid:public_id>/items/", consolidating.items, name="consolidation_items"),
    path("consolidation/<uuid:public_id>/look/", consolidating.look, name="consolidation_look"),
    path(
        "consolidation/<uuid:public_id>/capacity/",
        consolidating.capacity,
        name="consolidation_capacity",
    ),
    path("issues/<uuid:public_id>/propose/", consolidating.propose, name="consolidation_propose"),
    path("issues/<uuid:public_id>/<slug:step>/", consolidating.step, name="consolidation_step"),
    path(
        "proposed-changes/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.ProposedChange},
        name="proposed_change_step",
    ),
    # The organization plan
    path("organization-plans/", organization_plans.listing, name="organization_plans"),
    path("organization-plans/new/", organization_plans.begin, name="new_organization_plan"),
    path("organization-plans/<uuid:public_id>/", organization_plans.page, name="organization_plan"),
    path(
        "organization-plans/<uuid:public_id>/map/",
        overviewing.the_map,
        name="strategy_map",
    ),
    path(
        "organization-plans/<uuid:public_id>/changes/",
        overviewing.changes,
        name="organization_plan_changes",
    ),
    path(
        "organization-plans/<uuid:public_id>/export/",
        exporting.organization_plan,
        name="export_organization_plan",
    ),
    path(
        "organization-plans/<uuid:public_id>/export/<file:kind>",
        exporting.organization_plan_file,
        name="export_organization_plan_file",
    ),
    path(
        "organization-plans/<uuid:public_id>/edit/",
        organization_plans.edit,
        name="edit_organization_plan",
    ),
    path(
        "organization-plans/<uuid:public_id>/compile/",
        organization_plans.compile_now,
        name="compile",
    ),
    path(
        "organization-plans/<uuid:public_id>/issue/",
        organization_plans.issue,
        name="issue_organization_plan",
    ),
    path(
        "organization-plans/<uuid:public_id>/read/",
        organization_plans.read,
        name="read_organization_plan",
    ),
    path(
        "organization-plans/receipts/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.PlanReceipt},
        name="receipt_step",
    ),
    path(
        "organization-plans/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.OrganizationPlan},
        name="organization_plan_step",
    ),
]
