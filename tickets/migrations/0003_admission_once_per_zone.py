"""Every admission has its zone; a ticket stands once in each."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_admission_by_zone")]

    operations = [
        migrations.AlterField("admission", "zone", models.BigIntegerField()),
        migrations.AddConstraint(
            "admission", models.UniqueConstraint(fields=["zone", "ticket"], name="admission_once_per_zone")
        ),
    ]
