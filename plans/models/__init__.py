"""The nouns of chapter 3, one file each."""

from .adjustment import (
    Adjustment,
    AdjustmentChange,
    AdjustmentKind,
    AdjustmentReason,
    Item,
    Operation,
)
from .adjustment_list import AdjustmentList, ListedAdjustment
from .asked import KeyArea, RoundSection
from .consolidation import (
    Change,
    ConsolidationIssue,
    ConsolidationItem,
    IssueKind,
    ProposedChange,
    Severity,
)
from .dependency import Dependency
from .extension import Extension
from .goal import Goal, GoalSet, TargetLine
from .goal_health import GoalHealth
from .grant import PlanGrant
from .major import MajorProject
from .measure import Measure, MeasureType, Milestone
from .organization_plan import (
    OrganizationPlan,
    OrganizationPlanItem,
    SupplementedAdjustment,
)
from .overall_goal import OverallGoal, OverallGoalSet, Strategy
from .plan import Plan
from .presence import Presence
from .receipt import PlanReading, PlanReceipt
from .resource import ResourceKind, ResourceNeed
from .review import Comment, Review, Verdict
from .reviewing import Answer, ChecklistAnswer, SeenTick
from .round import Gate, Round, SwitchedOffGate
from .route import Countersign, DraftCheck, DraftingRoute
from .section import Section, SectionKey
from .template import (
    PlanTemplate,
    TemplateGoal,
    TemplateLine,
    TemplateMeasure,
    TemplateMilestone,
    TemplateNeed,
    TemplateSection,
)
from .urging import Urging

__all__ = [
    "Adjustment",
    "AdjustmentChange",
    "AdjustmentKind",
    "AdjustmentList",
    "AdjustmentReason",
    "Answer",
    "Change",
    "ChecklistAnswer",
    "Comment",
    "ConsolidationIssue",
    "ConsolidationItem",
    "Countersign",
    "Dependency",
    "DraftCheck",
    "DraftingRoute",
    "Extension",
    "Gate",
    "Goal",
    "GoalHealth",
    "GoalSet",
    "IssueKind",
    "Item",
    "KeyArea",
    "ListedAdjustment",
    "MajorProject",
    "Measure",
    "MeasureType",
    "Milestone",
    "Operation",
    "OrganizationPlan",
    "OrganizationPlanItem",
    "OverallGoal",
    "OverallGoalSet",
    "Plan",
    "PlanGrant",
    "PlanReading",
    "PlanReceipt",
    "PlanTemplate",
    "Presence",
    "ProposedChange",
    "ResourceKind",
    "ResourceNeed",
    "Review",
    "Round",
    "RoundSection",
    "Section",
    "SectionKey",
    "SeenTick",
    "Severity",
    "Strategy",
    "SupplementedAdjustment",
    "SwitchedOffGate",
    "TargetLine",
    "TemplateGoal",
    "TemplateLine",
    "TemplateMeasure",
    "TemplateMilestone",
    "TemplateNeed",
    "TemplateSection",
    "Urging",
    "Verdict",
]
