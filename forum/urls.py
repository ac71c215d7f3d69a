"""Addresses of the forum wing: pages under /{language}/{forum}/, calendars at the root, /api/v1/."""

from __future__ import annotations

from allauth.account import views as allauth
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from forum.agenda.api import Saved
from forum.agenda.views import save, save_starred
from forum.calendars import views as calendars
from forum.consents.views import my_consents
from forum.leaving.views import leave
from forum.programme import views as programme
from forum.programme.api import OneSession, Programme
from forum.signin import views as signin

pages: list[URLPattern | URLResolver] = [
    path("", programme.forum_page, name="forum"),
    path("now/", programme.now_page, name="now"),
    path("sessions/<slug:key>/", programme.session_page, name="session"),
    path("sessions/<slug:key>/save/", save, name="save-session"),
    path("saved/", save_starred, name="save-sessions"),
    path("speakers/", programme.speakers_page, name="speakers"),
    path("speakers/<slug:key>/", programme.speaker_page, name="speaker"),
    path("me/calendar/", calendars.my_calendar, name="calendar"),
    path("me/consents/", my_consents, name="consents"),
    path("me/leave/", leave, name="leave-forum"),
]
_sessions = "forums/<slug:forum>/sessions"
api: list[URLPattern | URLResolver] = [
    path("live/", include("forum.live.engine.twins")),
    path(_sessions, Programme.as_view(), name="api-programme"),
    path(f"{_sessions}/<slug:key>", OneSession.as_view(), name="api-session"),
    path(f"{_sessions}/<slug:key>/saved", Saved.as_view(), name="api-saved"),
]
exports: list[URLPattern | URLResolver] = [
    path("cal/<str:token>.ics", calendars.private_feed, name="private-feed"),
    path("pictures/<slug:digest>.jpg", programme.picture, name="picture"),
    path("<slug:forum>/schedule.ics", calendars.public_feed, name="public-feed"),
    # The kinds stand here too: a looser pattern would match /ko/cal/….ics, where Django then sends every 404.
    re_path(
        r"^(?P<forum>[\w-]+)/(?P<kind>days|tracks|spaces|speakers|sessions)/(?P<key>[\w-]+)\.ics$",
        calendars.public_feed,
        name="partial-feed",
    ),
]

# No sign-up, no second address, no password where people have none.
_to_code = RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)
account: list[URLPattern | URLResolver] = [
    path("login/code/", signin.ask, name="account_request_login_code"),
    path("login/code/confirm/", signin.confirm, name="account_confirm_login_code"),
    path("login/", allauth.login if settings.IS_DEMO else _to_code, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("closed/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
]
