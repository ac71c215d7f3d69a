"""A talk is to say what brought its people together by kind and key, and in which turn: room for it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0008_speaker_pages"), ("networking", "0007_read_up_to_leaving")]

    operations = [
        migrations.AlterField(
            "meeting",
            "mixer",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="meetings",
                to="networking.mixer",
            ),
        ),
        migrations.AddField(
            "meeting",
            "forum",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="meetings",
                to="forum.forum",
            ),
        ),
        migrations.AddField("meeting", "occasion_kind", models.CharField(default="mixer", max_length=10)),
        migrations.AddField("meeting", "occasion_key", models.CharField(default="", max_length=12)),
        migrations.AddField("meeting", "turn", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField("meeting", "lasts", models.DurationField(blank=True, null=True)),
    ]
