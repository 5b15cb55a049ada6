"""What tells one SIP element from another (RFC 3261 §5)."""
