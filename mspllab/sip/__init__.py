"""What a SIP message is (RFC 3261 §7, §19, §20, §25)."""
