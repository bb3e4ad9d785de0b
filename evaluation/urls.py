"""Addresses of chapter 5, grouped by object."""

from django.urls import path

from improvement.door.views import take_step

from . import models
from .views import criteria, periods, practices, scorecards, year_end

app_name = "evaluation"

urlpatterns = [
    path("", periods.listing, name="list"),
    # Scorecards
    path("scorecards/<uuid:public_id>/", scorecards.scorecard, name="scorecard"),
    path(
        "scorecards/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Evaluation},
        name="scorecard_step",
    ),
    # Criteria
    path("criteria/<uuid:public_id>/", criteria.criteria, name="criteria"),
    path("criteria/<uuid:public_id>/edit/", criteria.edit, name="edit_criteria"),
    # Year end
    path("year-end/<uuid:public_id>/", year_end.of_round, name="year_end"),
    path("year-end/plans/<uuid:public_id>/", year_end.of_plan, name="plan_year_end"),
    path("verifications/<uuid:public_id>/", year_end.verification, name="verification"),
    path("verifications/<uuid:public_id>/showcase/", practices.showcase, name="showcase"),
    path(
        "verifications/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Verification},
        name="verification_step",
    ),
    # Practices
    path("practices/", practices.listing, name="practices"),
    path("practices/for/<uuid:plan>/", practices.for_plan, name="practices_for"),
    path(
        "practices/<uuid:public_id>/into/<uuid:plan>/", practices.take_up, name="take_up_practice"
    ),
    path("practices/<uuid:public_id>/", practices.practice, name="practice"),
    path("practices/<uuid:public_id>/edit/", practices.edit, name="edit_practice"),
    path(
        "practices/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Practice},
        name="practice_step",
    ),
    # Periods
    path("<uuid:public_id>/", periods.period, name="period"),
    path("<uuid:public_id>/moderation/", periods.moderation, name="moderation"),
    path("<uuid:public_id>/show-all/", periods.show_every_score, name="show_all"),
    path("<uuid:public_id>/confirm-all/", periods.confirm_every_score, name="confirm_all"),
    path(
        "<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.EvaluationPeriod},
        name="period_step",
    ),
]
