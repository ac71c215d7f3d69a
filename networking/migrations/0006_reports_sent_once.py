"""A report has the name its sender gave it, so that one that is sent twice is one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networking", "0005_tables_stand_in_the_hall")]

    operations = [
        migrations.AddField("report", "cid", models.CharField(max_length=64, null=True)),
        migrations.AddConstraint(
            "report", models.UniqueConstraint(fields=("reporter", "cid"), name="report_sent_once")
        ),
    ]
