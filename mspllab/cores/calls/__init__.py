"""What a user agent does with one call, from either side."""
