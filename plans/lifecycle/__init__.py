"""Every state and arrow of chapter 3, one noun a module."""

from .adjustment import ADJUSTMENT_DESK, UNDECIDED, AdjustmentLifecycle, AdjustmentStatus
from .adjustment_list import AdjustmentListLifecycle, AdjustmentListStatus
from .countersign import ANSWERED, CountersignLifecycle, CountersignStatus
from .draft_check import DraftCheckLifecycle, DraftCheckStatus
from .extension import ExtensionLifecycle, ExtensionStatus
from .goals import VERDICTS, GoalLifecycle, GoalSetLifecycle, GoalSetStatus, GoalStatus
from .major import MajorProjectLifecycle, MajorProjectStatus
from .measures import MeasureLifecycle, MeasureStatus
from .organization_plan import OrganizationPlanLifecycle, OrganizationPlanStatus
from .overall_goals import OverallGoalSetLifecycle, OverallGoalsStatus
from .plan import DESK, IN_FORCE, ISSUED, PlanLifecycle, PlanStatus
from .plan_template import PlanTemplateLifecycle, PlanTemplateStatus
from .receipt import PlanReceiptLifecycle, ReceiptStatus
from .review import CommentLifecycle, CommentStatus, ReviewLifecycle, ReviewStatus
from .round import RoundLifecycle, RoundStatus

__all__ = [
    "ADJUSTMENT_DESK",
    "ANSWERED",
    "DESK",
    "IN_FORCE",
    "ISSUED",
    "UNDECIDED",
    "VERDICTS",
    "AdjustmentLifecycle",
    "AdjustmentListLifecycle",
    "AdjustmentListStatus",
    "AdjustmentStatus",
    "CommentLifecycle",
    "CommentStatus",
    "CountersignLifecycle",
    "CountersignStatus",
    "DraftCheckLifecycle",
    "DraftCheckStatus",
    "ExtensionLifecycle",
    "ExtensionStatus",
    "GoalLifecycle",
    "GoalSetLifecycle",
    "GoalSetStatus",
    "GoalStatus",
    "MajorProjectLifecycle",
    "MajorProjectStatus",
    "MeasureLifecycle",
    "MeasureStatus",
    "OrganizationPlanLifecycle",
    "OrganizationPlanStatus",
    "OverallGoalSetLifecycle",
    "OverallGoalsStatus",
    "PlanLifecycle",
    "PlanReceiptLifecycle",
    "PlanStatus",
    "PlanTemplateLifecycle",
    "PlanTemplateStatus",
    "ReceiptStatus",
    "ReviewLifecycle",
    "ReviewStatus",
    "RoundLifecycle",
    "RoundStatus",
]
