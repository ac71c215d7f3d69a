"""Blocking and reporting from a page, and the pages of those who look after it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forum.errors import Gone
from forum.people.access import taking_part
from networking.chat.access import moderators
from networking.safety.forms import BlockForm, ReportForm
from networking.safety.queries import lines_of, open_reports, report_by_key, shared_room
from networking.safety.verbs import block, report, settle_report
from networking.talks.occasions import back_from


@require_POST
def block_person(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Block somebody met in this room; the common conversation ends."""
    seen, form = taking_part(request.user, forum), BlockForm(request.POST)
    if not form.is_valid():
        raise Gone
    found, attendee, other = shared_room(room, seen.key, form.cleaned_data["who"])
    block(attendee, other, by=seen.key)
    messages.success(request, _("You will not meet again, and nobody is told."))
    return redirect(back_from(forum, found.meeting.occasion))


@require_POST
def report_person(request: HttpRequest, forum: str, room: str) -> HttpResponse:
    """Tell the moderators about somebody met in this room."""
    seen, form = taking_part(request.user, forum), ReportForm(request.POST)
    if not form.is_valid():
        raise Gone
    found, attendee, about = shared_room(room, seen.key, form.cleaned_data["who"])
    said = {name: form.cleaned_data[name] for name in ("why", "text", "cid")}
    report(found, attendee, about, **said, by=seen.key)
    messages.success(request, _("The hosts have been told. Thank you."))
    return redirect(back_from(forum, found.meeting.occasion))


@require_GET
def reports(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the moderators what nobody has settled yet."""
    seen = moderators(request.user, forum)
    page = {"forum": seen.forum, "visitor": seen, "reports": open_reports(seen.forum)}
    return render(request, "networking/safety/reports.html", page)


@require_GET
def report_page(request: HttpRequest, forum: str, report: str) -> HttpResponse:
    """Show a report with what was said around it."""
    seen = moderators(request.user, forum)
    found = report_by_key(seen.forum, report)
    page = {"forum": seen.forum, "visitor": seen, "report": found, "lines": lines_of(found)}
    return render(request, "networking/safety/report.html", page)


@require_POST
def settle(request: HttpRequest, forum: str, report: str) -> HttpResponse:
    """Take a report off the list."""
    seen = moderators(request.user, forum)
    settle_report(report_by_key(seen.forum, report), by=seen.key)
    messages.success(request, _("The report is settled."))
    return redirect("reports", forum=forum)
