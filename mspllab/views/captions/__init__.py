"""What there is to say about the messages of a trace, before anybody draws it."""
