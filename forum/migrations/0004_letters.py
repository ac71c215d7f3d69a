"""A mail says which letter it is and from which facts it is written, beside the text of those already written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_forum_revision")]

    operations = [
        migrations.AddField("outboxmail", "letter", models.CharField(max_length=40, default="written"), preserve_default=False),
        migrations.AddField("outboxmail", "facts", models.JSONField(default=dict)),
        migrations.AddField("outboxmail", "language", models.CharField(max_length=2, default="ko")),
        migrations.AddField(
            "outboxmail",
            "forum",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forum.forum"
            ),
        ),
        migrations.AddField("outboxmail", "useful_until", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("outboxmail", "failed_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddIndex(
            "outboxmail", models.Index(fields=["to", "-queued_at"], name="mail_to_whom_and_when")
        ),
    ]
