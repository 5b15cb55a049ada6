"""A script in one style: where lines begin, what a gap holds, how long lines break."""
