#!/usr/bin/env python
"""Madang's commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "events_site.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"madang: {error} (MADANG_MODE=demo stands for the demo.)")


if __name__ == "__main__":
    main()
