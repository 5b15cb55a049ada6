"""What a script may call; one family to a file."""
