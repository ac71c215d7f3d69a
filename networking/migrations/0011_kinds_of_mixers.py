"""A mixer is seated by the planner of its kind; those there are have rounds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networking", "0010_talks_name_no_mixer")]

    operations = [
        migrations.AddField("mixer", "kind", models.CharField(default="rounds", max_length=10)),
    ]
