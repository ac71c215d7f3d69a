"""A busy machine is no failure: examples are not timed one by one, the suite's timeout holds for all."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
