"""Addresses for signing in, people and departments."""

from django.urls import path

from .views import documents, people, profile, signing_in

app_name = "organization"
urlpatterns = [
    path("sign-in/", signing_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("password/reset/", signing_in.PasswordReset.as_view(), name="password_reset"),
    path(
        "password/reset/sent/", signing_in.PasswordResetSent.as_view(), name="password_reset_sent"
    ),
    path(
        "password/reset/<uidb64>/<token>/",
        signing_in.PasswordChoose.as_view(),
        name="password_reset_confirm",
    ),
    path("password/reset/done/", signing_in.PasswordChosen.as_view(), name="password_reset_done"),
    path("people/", people.directory, name="directory"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<uuid:public_id>/", people.person, name="person"),
    path("people/<uuid:public_id>/appoint/", people.appoint, name="appoint"),
    path("people/<uuid:public_id>/absent/", people.absent, name="absent"),
    path("absences/<uuid:public_id>/end/", people.end_absence, name="end_absence"),
    path("appointments/<uuid:public_id>/end/", people.end_appointment, name="end_appointment"),
    path("departments/new/", people.new_department, name="new_department"),
    path("departments/<uuid:public_id>/", people.department, name="department"),
    path("organization/documents/", documents.documents, name="documents"),
    path("profile/", profile.profile, name="profile"),
    path("profile/delegations/new/", profile.delegate, name="delegate"),
]
