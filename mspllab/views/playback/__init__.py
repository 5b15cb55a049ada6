"""A trace to be stepped through: its moments as plain data, and a page to show them."""
