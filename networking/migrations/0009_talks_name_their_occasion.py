"""Every talk gets kind and key of its occasion, its turn, and how long it is meant to last; and back. Rows only:
PostgreSQL changes no table in a transaction in which rows that are pointed at have changed."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_occasions(apps, schema_editor):
    Meeting, Mixer = apps.get_model("networking", "Meeting"), apps.get_model("networking", "Mixer")
    Round = apps.get_model("networking", "Round")
    mixer = Mixer.objects.filter(pk=OuterRef("mixer"))
    Meeting.objects.update(
        forum=Subquery(mixer.values("forum")[:1]),
        occasion_kind="mixer",
        occasion_key=Subquery(mixer.values("key")[:1]),
        turn=Subquery(Round.objects.filter(pk=OuterRef("round")).values("number")[:1]),
    )
    Meeting.objects.filter(turn=None).update(lasts=Subquery(mixer.values("round_length")[:1]))


def point_at_mixers(apps, schema_editor):
    Meeting, Mixer = apps.get_model("networking", "Meeting"), apps.get_model("networking", "Mixer")
    Round = apps.get_model("networking", "Round")
    Meeting.objects.update(mixer=Subquery(Mixer.objects.filter(key=OuterRef("occasion_key")).values("pk")[:1]))
    played = Round.objects.filter(mixer=OuterRef("mixer"), number=OuterRef("turn"))
    Meeting.objects.update(round=Subquery(played.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("networking", "0008_an_occasion_beside_the_mixer")]

    operations = [migrations.RunPython(name_occasions, point_at_mixers)]
