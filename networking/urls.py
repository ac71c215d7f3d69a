"""Addresses of the networking wing: pages under /{language}/{forum}/, API under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from networking.cards import views as cards
from networking.chat import views as chat
from networking.meet import views as meet
from networking.rounds import views as rounds
from networking.safety import views as safety
from networking.talks import views as talks

pages: list[URLPattern | URLResolver] = [
    path("me/card/", cards.my_card, name="card"),
    path("me/card/add/", cards.add_tag, name="card-add"),
    path("networking/", rounds.networking_page, name="networking"),
    path("networking/<slug:mixer>/", meet.lobby, name="lobby"),
    path("networking/<slug:mixer>/here/", meet.here_list, name="here"),
    path("networking/<slug:mixer>/ready/", rounds.ready, name="ready"),
    path("networking/<slug:mixer>/ask/", meet.ask, name="ask"),
    path("networking/<slug:mixer>/cancel/", meet.cancel, name="cancel-ask"),
    path("networking/<slug:mixer>/accept/", meet.accept, name="accept-match"),
    path("networking/<slug:mixer>/decline/", meet.decline, name="decline-match"),
    path("rooms/<slug:room>/", rounds.room_page, name="room"),
    path("rooms/<slug:room>/say/", chat.say_something, name="say"),
    path("rooms/<slug:room>/hide/", chat.hide_message, name="hide"),
    path("rooms/<slug:room>/leave/", talks.leave_talk, name="leave"),
    path("rooms/<slug:room>/rate/", talks.rate_talk, name="rate"),
    path("rooms/<slug:room>/block/", safety.block_person, name="block"),
    path("rooms/<slug:room>/report/", safety.report_person, name="report"),
    path("manage/reports/", safety.reports, name="reports"),
    path("manage/reports/<slug:report>/", safety.report_page, name="report-page"),
    path("manage/reports/<slug:report>/settle/", safety.settle, name="settle"),
    path("manage/networking/", rounds.mixers, name="mixers"),
    path("manage/networking/<slug:mixer>/<slug:verb>/", rounds.steer, name="steer"),
]
api: list[URLPattern | URLResolver] = []
