"""Events and rows hold keys and codes only; what stands of names and sentences goes.

Sentences cannot be read back into codes: conversations and proposals that are older show no reasons any more.
"""

import json

from django.db import migrations, models

AT_ONCE = 500
TELLING = ("round.assigned", "match.found")


def take_names_out(apps, schema_editor):
    for name in ("MeetingMember", "MatchSide"):
        apps.get_model("networking", name).objects.exclude(reasons=[]).update(reasons=[])
    entries = apps.get_model("forum", "LogEntry").objects
    changed = []
    for entry in entries.filter(kind__in=TELLING).iterator(chunk_size=AT_ONCE):
        entry.payload = _keys_only(entry.payload)
        changed.append(entry)
        if len(changed) == AT_ONCE:
            entries.bulk_update(changed, ["payload"])
            changed.clear()
    entries.bulk_update(changed, ["payload"])


def _keys_only(payload):
    said = json.loads(payload)
    said.pop("reasons", None)
    if "with" in said:
        said["with"] = [one["key"] if isinstance(one, dict) else one for one in said["with"]]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


class Migration(migrations.Migration):
    dependencies = [
        ("networking", "0002_sealed_evidence"),
        ("forum", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="match",
            name="again",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(take_names_out, migrations.RunPython.noop),
    ]
