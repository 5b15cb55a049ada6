"""What is special about UCMA: states of its objects, bridges, code, prerequisites."""
