"""Every address, grouped by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("improvement.desk.urls")),
    path("", include("improvement.organization.urls")),
    path("", include("improvement.files.urls")),
    path("approvals/", include("improvement.approvals.urls")),
    path("", include("evidence.urls")),
    path("", include("execution.urls")),  # before plans: its last word there is any step
    path("evaluation/", include("evaluation.urls")),
    path("", include("plans.urls")),
    path("", include("incentives.urls")),
]
