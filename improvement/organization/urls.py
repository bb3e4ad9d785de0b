"""Addresses for signing in, people and departments."""

from django.urls import path

from . import views

app_name = "organization"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/reset/", views.PasswordReset.as_view(), name="password_reset"),
    path("password/reset/sent/", views.PasswordResetSent.as_view(), name="password_reset_sent"),
    path(
        "password/reset/<uidb64>/<token>/",
        views.PasswordChoose.as_view(),
        name="password_reset_confirm",
    ),
    path("password/reset/done/", views.PasswordChosen.as_view(), name="password_reset_done"),
    path("people/", views.directory, name="directory"),
    path("people/departments/new/", views.new_department, name="new_department"),
    path("people/departments/<uuid:public_id>/", views.department, name="department"),
    path("people/new/", views.new_person, name="new_person"),
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("people/<uuid:public_id>/appoint/", views.appoint, name="appoint"),
    path("people/appointments/<uuid:public_id>/end/", views.end_appointment, name="end_appointment"),
    path("profile/", views.profile, name="profile"),
    path("profile/delegations/new/", views.delegate, name="delegate"),
]
