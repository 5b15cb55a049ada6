"""What a proxy does with the copies of one request."""
