"""One admission for each ticket in each zone instead of at each checkpoint, with the number of its moves."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db import migrations, models

MOVES = ("", "already_redeemed")


def gather(apps: Any, schema_editor: Any) -> None:
    """Give each admission its zone; of several entrances' admissions of one ticket keep one that tells of all."""
    Admission = apps.get_model("tickets", "Admission")
    every = Admission.objects.select_related("checkpoint").order_by("ticket_id", "pk")
    for _, group in groupby(every.iterator(), lambda admission: admission.ticket_id):
        by_zone: dict[int, list[Any]] = {}
        for admission in group:
            zone = 0 if admission.checkpoint.is_entrance else admission.checkpoint_id
            by_zone.setdefault(zone, []).append(admission)
        for zone, admissions in by_zone.items():
            merge(apps, zone, admissions)


def merge(apps: Any, zone: int, admissions: list[Any]) -> None:
    first, *others = sorted(admissions, key=lambda admission: admission.first_at)
    places = {"checkpoint__is_entrance": True} if zone == 0 else {"checkpoint_id": zone}
    scans = apps.get_model("tickets", "CheckIn").objects.filter(ticket_id=first.ticket_id, reason__in=MOVES, **places)
    moves = sorted(scans.values_list("happened_at", "direction", "desk_id"))
    first.zone, first.moves = zone, len(moves)
    if others:
        first.is_inside = max(admissions, key=lambda admission: admission.last_at).is_inside
        first.last_at = max(admission.last_at for admission in admissions)
        first.entries = sum(admission.entries for admission in admissions)
        for other in others:
            other.delete()
    first.save()


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.AddField("admission", "zone", models.BigIntegerField(null=True)),
        migrations.AddField("admission", "moves", models.PositiveIntegerField(default=1)),
        migrations.AlterField("admission", "first_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("admission", "admission_once_per_ticket"),
        migrations.RunPython(gather, migrations.RunPython.noop, elidable=True),
    ]
