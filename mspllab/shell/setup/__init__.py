"""A bare checkout made usable: what is there, what is missing, who installs it."""
