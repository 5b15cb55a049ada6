"""What holds for every test."""

import hypothesis

# The same examples on every machine and in every run, however busy it is: a test that
# fails here fails everywhere.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.load_profile("same")
