"""Somebody who left a room may read what was said before; who left before this was kept may not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networking", "0006_reports_sent_once")]

    operations = [
        migrations.AddField(
            "membership", "read_to", models.PositiveBigIntegerField(blank=True, null=True)
        ),
    ]
