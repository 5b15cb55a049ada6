"""Every order in which what happens close together may happen."""
