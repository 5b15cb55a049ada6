"""Everything plugged together: a description in, a trace out."""
