"""A trace turned into pictures, tables and text."""
