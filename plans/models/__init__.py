"""The nouns of chapter 3, one file each."""

from .goal import Goal, GoalSet, TargetLine
from .grant import PlanGrant
from .measure import Measure, MeasureType, Milestone
from .organization_plan import OrganizationPlan, OrganizationPlanItem
from .overall_goal import OverallGoal, OverallGoalSet
from .plan import Plan, Section, SectionKey
from .review import Comment, Review, Verdict
from .round import Gate, Round, SwitchedOffGate

__all__ = [
    "Comment",
    "Gate",
    "Goal",
    "GoalSet",
    "Measure",
    "MeasureType",
    "Milestone",
    "OrganizationPlan",
    "OrganizationPlanItem",
    "OverallGoal",
    "OverallGoalSet",
    "Plan",
    "PlanGrant",
    "Review",
    "Round",
    "Section",
    "SectionKey",
    "SwitchedOffGate",
    "TargetLine",
    "Verdict",
]
