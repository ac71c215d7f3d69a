"""Only in the hall there are tables. Apart from the filling: PostgreSQL changes no table with pending checks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networking", "0004_where_a_session_is")]

    operations = [
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(
                condition=models.Q(("place", "hall"), ("table", None), _connector="OR"),
                name="meeting_table_in_the_hall",
            ),
        ),
    ]
