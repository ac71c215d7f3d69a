"""Keep every address in its one spelling, and let users who were told apart by spelling alone be one."""

import re
import unicodedata

import idna
from django.db import migrations
from django.db.models import F

ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL = re.compile(rf"(?:{ATOM}(?:\.{ATOM})*|\"{ATOM}(?:\.{ATOM})*\")")


def spelled(address):
    """Return the one spelling, or what is there in lower case where there is none."""
    plain = unicodedata.normalize("NFKC", address).strip().lower()
    local, at, domain = plain.rpartition("@")
    if not at:
        return plain
    try:
        labels = [
            label if label.isascii() and not label.startswith("xn--") else idna.encode(label, uts46=True).decode()
            for label in domain.replace("。", ".").split(".")
        ]
    except idna.IDNAError:
        return plain
    plain_local = local.strip('"') if LOCAL.fullmatch(local) else local
    return f"{plain_local}@{'.'.join(labels)}"


def respell(apps, schema_editor):
    User = apps.get_model("forum", "User")
    same = {}
    # Whoever is listed first stays: somebody who may sign in, the latest to have done so, the first to come.
    users = User.objects.order_by("-is_active", F("last_login").desc(nulls_last=True), "pk")
    for user in users:
        same.setdefault(spelled(user.email), []).append(user)
    for address, (stays, *others) in same.items():
        for other in others:
            merge(apps, stays, other)
        if stays.email != address:
            User.objects.filter(pk=stays.pk).update(email=address)
    for model, column in (("OutboxMail", "to"), ("Forum", "privacy_contact")):
        table = apps.get_model("forum", model)
        for pk, written in table.objects.exclude(**{column: ""}).values_list("pk", column):
            if written != spelled(written):
                table.objects.filter(pk=pk).update(**{column: spelled(written)})


def merge(apps, stays, other):
    """Give one user what another has, as far as nobody is twice in one place then.

    Whoever takes part in the same forum twice keeps both tickets: either may be the one they bring. The row that is
    left over can be signed in to no more.
    """
    here = set(apps.get_model("forum", "Attendee").objects.filter(user=stays).values_list("forum_id", flat=True))
    apps.get_model("forum", "Attendee").objects.filter(user=other).exclude(forum_id__in=here).update(user=stays)
    Member = apps.get_model("forum", "TeamMember")
    held = set(Member.objects.filter(user=stays).values_list("forum_id", "role"))
    for member in Member.objects.filter(user=other):
        if (member.forum_id, member.role) in held:
            member.delete()
        else:
            Member.objects.filter(pk=member.pk).update(user=stays)
    apps.get_model("forum", "User").objects.filter(pk=other.pk).update(
        email=f"{other.pk}@merged.invalid", is_active=False
    )


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_initial")]

    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
