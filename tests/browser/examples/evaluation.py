"""The pages of evaluation."""

from __future__ import annotations

from evaluation.models import Evaluation, EvaluationPeriod, Practice, Verification
from plans.models import (
    Plan,
    Round,
)

from .people import Example, clerk, head, leader, member, officer, who_may
from .rows import drafted, drafts, first, in_status, public_id_of, reached, steps

PAGES: dict[str, list[Example]] = {
    "evaluation:list": [Example(head), Example(officer)],
    "evaluation:period": [
        Example(officer, first(EvaluationPeriod, status="rating")),
        Example(member, first(EvaluationPeriod, status="published")),
        Example(member, first(EvaluationPeriod, status="scheduled")),
    ],
    "evaluation:moderation": [
        Example(officer, first(EvaluationPeriod, status="rating")),
        Example(leader, first(EvaluationPeriod, status="published")),
    ],
    "evaluation:period_step": steps("evaluation:period_step", EvaluationPeriod),
    "evaluation:scorecard": [
        Example(who_may("evaluation.rate_oneself_evaluation"), in_status("collecting")),
        Example(who_may("evaluation.score_evaluation"), in_status("self_rated")),
        Example(who_may("evaluation.object_evaluation"), in_status("shown")),
        Example(member, in_status("published")),
    ],
    "evaluation:scorecard_step": steps("evaluation:scorecard_step", Evaluation),
    "evaluation:criteria": [Example(member, first(Round, status="executing"))],
    "evaluation:edit_criteria": [Example(officer, first(Round, status="executing"))],
    "evaluation:year_end": [Example(officer, first(Round, status="executing"))],
    "evaluation:plan_year_end": [Example(officer, first(Plan, status="evaluation"))],
    "evaluation:verification": [
        Example(who_may("evaluation.confirm_verification"), first(Verification, status="pending")),
        Example(member, first(Verification, status="not_effective")),
    ],
    "evaluation:showcase": [Example(who_may("evaluation.confirm_verification"), reached)],
    "evaluation:practices": [Example(officer), Example(member, query="?family=business")],
    "evaluation:practice": [
        Example(clerk, first(Practice, status="published")),
        Example(officer, first(Practice, status="draft")),
    ],
    "evaluation:edit_practice": [
        Example(who_may("evaluation.change_practice"), first(Practice, status="draft"))
    ],
    "evaluation:practices_for": [
        Example(drafts, drafted, {"plan": public_id_of}, named_by_row=False)
    ],
    "evaluation:take_up_practice": [
        Example(
            drafts,
            drafted,
            {
                "plan": public_id_of,
                "public_id": lambda plan: Practice.objects.published()[0].public_id,
            },
            named_by_row=False,
        )
    ],
    "evaluation:practice_step": steps("evaluation:practice_step", Practice),
    "evaluation:verification_step": steps("evaluation:verification_step", Verification),
}

ONLY_POSTED = {
    "evaluation:confirm_all",
    "evaluation:show_all",
}
"""What these addresses answer is one of the pages above."""
