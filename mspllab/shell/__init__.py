"""What a command line touches."""
