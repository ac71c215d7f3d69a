"""Talks point at no table above them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networking", "0009_talks_name_their_occasion")]

    operations = [
        migrations.RemoveConstraint("meeting", "meeting_table_once_a_round"),
        migrations.RemoveField("meeting", "round"),
        migrations.RemoveField("meeting", "mixer"),
        migrations.AlterField(
            "meeting",
            "forum",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="forum.forum"
            ),
        ),
        migrations.AlterField("meeting", "occasion_kind", models.CharField(max_length=10)),
        migrations.AlterField("meeting", "occasion_key", models.CharField(max_length=12)),
        migrations.AddConstraint(
            "meeting",
            models.UniqueConstraint(
                fields=("occasion_key", "occasion_kind", "turn", "table"), name="meeting_table_once_a_turn"
            ),
        ),
    ]
