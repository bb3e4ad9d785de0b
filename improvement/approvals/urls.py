"""Addresses of the approval queue."""

from django.urls import path

from improvement.door.views import attach_file, detach_file, take_step

from . import following, meetings, minutes, pack_pages, views, voting_rules
from .models import Ballot, Condition

app_name = "approvals"
condition = "conditions/<uuid:public_id>/"
pack = "meetings/<uuid:public_id>/pack/<str:language>/<slug:text>/"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("several/<slug:kind>/", views.several, name="several"),
    path("rules/", voting_rules.page, name="voting_rules"),
    path("conditions/", following.conditions, name="conditions"),
    path(condition, following.condition, name="condition"),
    path(f"{condition}attach/", attach_file, {"model": Condition}, name="attach_condition"),
    path(
        f"{condition}detach/<uuid:file>/",
        detach_file,
        {"model": Condition},
        name="detach_condition",
    ),
    path(f"{condition}<slug:step>/", take_step, {"model": Condition}, name="condition_step"),
    path("meetings/", meetings.sittings, name="sittings"),
    path("meetings/<uuid:public_id>/", meetings.sitting, name="sitting"),
    path("meetings/<uuid:public_id>/record/", meetings.record, name="record_sitting"),
    path("meetings/<uuid:public_id>/pack/", pack_pages.ask_pack, name="ask_pack"),
    path(pack, pack_pages.pack_page, name="pack"),
    path(f"{pack}papers.pdf", pack_pages.pack_file, name="pack_file"),
    path("meetings/<uuid:public_id>/papers.pdf", meetings.papers, name="papers"),
    path("<uuid:public_id>/", views.ballot, name="ballot"),
    path("<uuid:public_id>/vote/", views.vote, name="vote"),
    path("<uuid:public_id>/record/", views.record, name="record"),
    path("<uuid:public_id>/verify/<slug:seal>/", views.verify, name="verify"),
    path("<uuid:public_id>/enter_minutes/", minutes.enter, name="enter_minutes"),
    path("<uuid:public_id>/vote_sheet/", minutes.vote_sheet, name="vote_sheet"),
    path("<uuid:public_id>/pull/", views.pull, name="pull"),
    path("<uuid:public_id>/<slug:step>/", take_step, {"model": Ballot}, name="ballot_step"),
]
