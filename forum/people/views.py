"""The confirmation page of signing in: allauth's, with an answer for a late code."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Says when a code has expired, and keeps where the visitor wanted to go through every detour."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", True) is None:
            messages.warning(request, _("The code has expired. Please ask for a new one."))
        start = reverse("account_request_login_code")
        if isinstance(response, HttpResponseRedirect) and response.url == start:
            return HttpResponseRedirect(self.passthrough_next_url(start))
        return response
