"""What a notebook touches."""
