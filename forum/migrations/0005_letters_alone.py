"""What was written and has not left goes among the facts; what has left keeps no text."""

from django.db import migrations, models
from django.db.models import F

MAX_ATTEMPTS = 6


def keep_what_waits(apps, schema_editor):
    mails = apps.get_model("forum", "OutboxMail").objects
    mails.filter(sent_at=None, attempts__gte=MAX_ATTEMPTS).update(failed_at=F("due_at"))
    for mail in mails.filter(sent_at=None, failed_at=None):
        mail.facts = {"subject": mail.subject, "text": mail.text, "html": mail.html, "files": mail.attachments}
        mail.save(update_fields=["facts"])


class Migration(migrations.Migration):
    dependencies = [("forum", "0004_letters")]

    operations = [
        migrations.RunPython(keep_what_waits, migrations.RunPython.noop),
        migrations.RemoveField("outboxmail", "subject"),
        migrations.RemoveField("outboxmail", "text"),
        migrations.RemoveField("outboxmail", "html"),
        migrations.RemoveField("outboxmail", "attachments"),
    ]
