#!/usr/bin/env python
"""Madang's commands."""

import os
import sys


def main() -> None:
    from events_site.environment import find_demo

    if find_demo(os.environ):
        print(
            "madang: for the demo that `make run` left here; set MADANG_MODE to mean another site.",
            file=sys.stderr,
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "events_site.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"madang: {error} (MADANG_MODE=demo stands for the demo.)")
    except DatabaseError as error:
        from events_site.start import in_a_sentence

        if not (sentence := in_a_sentence(error)):
            raise
        sys.exit(f"madang: {sentence}")


if __name__ == "__main__":
    main()
