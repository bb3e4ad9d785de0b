"""Addresses of chapter 4, grouped by object."""

from django.urls import path

from improvement.door.views import attach_file, detach_file, take_step

from . import models
from .views import deviations, reports, tasks, tasks_of_findings

app_name = "execution"

plan = "plans/<uuid:public_id>/"
task = "tasks/<uuid:public_id>/"
report = "progress-reports/<uuid:public_id>/"
deviation = "deviations/<uuid:public_id>/"

urlpatterns = [
    # Tasks
    path("tasks/", tasks.my_tasks, name="my_tasks"),
    path(task, tasks.task, name="task"),
    path(f"{task}edit/", tasks.edit_task, name="edit_task"),
    path(f"{task}reassign/", tasks.reassign, name="reassign"),
    path(f"{task}attach/", attach_file, {"model": models.Task}, name="attach"),
    path(f"{task}files/<uuid:file>/detach/", detach_file, {"model": models.Task}, name="detach"),
    path(f"{task}<slug:step>/", take_step, {"model": models.Task}, name="task_step"),
    path("tasks/for-finding/<uuid:public_id>/", tasks_of_findings.page, name="tasks_of_finding"),
    # The work plan of a department
    path(f"{plan}tasks/", tasks.plan_tasks, name="plan_tasks"),
    path(f"{plan}timeline/", tasks.plan_timeline, name="timeline"),
    # Progress reports
    path("reports/", reports.overview, name="reports"),
    path(f"{plan}reports/", reports.plan_reports, name="plan_reports"),
    path(f"{plan}reports/<str:period>/", reports.report, name="report"),
    path(f"{report}attach/", attach_file, {"model": models.ProgressReport}, name="attach_report"),
    path(
        f"{report}files/<uuid:file>/detach/",
        detach_file,
        {"model": models.ProgressReport},
        name="detach_report",
    ),
    path(f"{report}<slug:step>/", reports.report_step, name="report_step"),
    # Deviations
    path("deviations/", deviations.listing, name="deviations"),
    path(deviation, deviations.page, name="deviation"),
    path(
        f"{deviation}<slug:step>/",
        take_step,
        {"model": models.Deviation},
        name="deviation_step",
    ),
]
