"""The API's own description: the schema, and the page that shows it."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from events_site.views import api_docs

urlpatterns = [
    path(
        "schema/", SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[]), name="schema"
    ),
    path("docs/", api_docs, name="api-docs"),
]
