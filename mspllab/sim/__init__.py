"""Time and wires. It has never heard of SIP."""
