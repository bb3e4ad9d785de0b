"""Plans under review: what the office says of them, and what it ticks and answers."""

from __future__ import annotations

from typing import Any

from improvement.door.models import Revision
from plans.models import (
    Comment,
    Plan,
    Review,
)


class ReviewScenes:
    """Builders of reviews and what hangs on them."""

    people: Any
    a_plan: Any
    frozen: Any
    entrust: Any

    def a_review(self, plan: Plan, status: str) -> Review:
        revision = Revision.objects.latest_of(plan) or self.frozen(plan)
        review = Review(
            plan=plan,
            revision=revision,
            reviewer=self.people["olga"],
            status=status,
            verdict="send_back" if status == "finished" else "",
        )
        review.save()
        return review

    def a_comment(self, review: Review, status: str) -> Comment:
        comment = Comment(
            plan=review.plan,
            review=review,
            section="overview",
            author=self.people["olga"],
            body="Which calls?",
            status=status,
        )
        comment.save()
        return comment

    def review(self, code: str, state: str, situation: str) -> Review:
        return self.a_review(
            self.a_plan(code, "office_review" if state == "open" else "draft"), state
        )

    def comment(self, code: str, state: str, situation: str) -> Comment:
        status = {
            "plan issued": "execution",
            "review open": "office_review",
            "leo delegates to xia": "leadership_approval",
        }.get(situation, "draft")
        plan = self.a_plan(code, status)
        review = self.a_review(plan, "open" if situation == "review open" else "finished")
        self.entrust(plan, status, situation)
        return self.a_comment(review, state)
