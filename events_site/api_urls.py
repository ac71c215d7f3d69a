"""The API's own description: the schema, and the page that shows it."""

from django.urls import path

from events_site.views import Description, api_docs

urlpatterns = [
    path("schema/", Description.as_view(), name="schema"),
    path("docs/", api_docs, name="api-docs"),
]
