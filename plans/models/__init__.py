"""The nouns of chapter 3, one file each."""

from .adjustment import (
    Adjustment,
    AdjustmentChange,
    AdjustmentKind,
    AdjustmentReason,
    Item,
    Operation,
)
from .consolidation import (
    Change,
    ConsolidationIssue,
    ConsolidationItem,
    IssueKind,
    ProposedChange,
    Severity,
)
from .dependency import Dependency
from .goal import Goal, GoalSet, TargetLine
from .grant import PlanGrant
from .measure import Measure, MeasureType, Milestone
from .organization_plan import OrganizationPlan, OrganizationPlanItem
from .overall_goal import OverallGoal, OverallGoalSet
from .plan import Plan, Section, SectionKey
from .resource import ResourceKind, ResourceNeed
from .review import Comment, Review, Verdict
from .round import Gate, Round, SwitchedOffGate

__all__ = [
    "Adjustment",
    "AdjustmentChange",
    "AdjustmentKind",
    "AdjustmentReason",
    "Change",
    "Comment",
    "ConsolidationIssue",
    "ConsolidationItem",
    "Dependency",
    "Gate",
    "Goal",
    "GoalSet",
    "IssueKind",
    "Item",
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
    "ProposedChange",
    "ResourceKind",
    "ResourceNeed",
    "Review",
    "Round",
    "Section",
    "SectionKey",
    "Severity",
    "SwitchedOffGate",
    "TargetLine",
    "Verdict",
]
