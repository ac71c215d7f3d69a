"""A session says where it takes place, a talk where it is, a proposal too, and who left a talk early.

Sessions that stand take place in the hall and online, as they did: nobody who takes part is left outside.
"""

from django.db import migrations, models

MIXERS = [("hall", "In the hall"), ("online", "Online"), ("both", "In the hall and online")]
TALKS = [("hall", "In the hall"), ("online", "Online")]


def put_tables_in_the_hall(apps, schema_editor):
    apps.get_model("networking", "Meeting").objects.filter(table__isnull=False).update(place="hall")


class Migration(migrations.Migration):
    dependencies = [("networking", "0003_names_out_of_logs")]

    operations = [
        migrations.AddField("mixer", "where", models.CharField(choices=MIXERS, default="both", max_length=6)),
        *[
            migrations.AddField("mixer", f"meeting_point{language}", field)
            for language, field in (
                ("", models.CharField(blank=True, max_length=120, verbose_name="Meeting point", default="")),
                ("_ko", models.CharField(blank=True, max_length=120, null=True, verbose_name="Meeting point")),
                ("_en", models.CharField(blank=True, max_length=120, null=True, verbose_name="Meeting point")),
            )
        ],
        migrations.AlterField(
            "mixer", "meeting_point", models.CharField(blank=True, max_length=120, verbose_name="Meeting point")
        ),
        migrations.AddField("mixer", "door_seen", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("meeting", "place", models.CharField(choices=TALKS, default="online", max_length=6)),
        migrations.AddField("match", "place", models.CharField(choices=TALKS, default="online", max_length=6)),
        migrations.AddField("meetingmember", "left_early", models.BooleanField(default=False)),
        migrations.AlterField(
            "ask",
            "closed_why",
            models.CharField(
                blank=True,
                choices=[
                    ("met", "Met"),
                    ("cancelled", "Cancelled"),
                    ("declined", "Declined"),
                    ("silent", "Silent"),
                    ("absent", "Absent"),
                    ("seated", "Seated"),
                    ("outside", "Outside"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(put_tables_in_the_hall, migrations.RunPython.noop),
    ]
