"""What a running script sees of its message and its server."""
