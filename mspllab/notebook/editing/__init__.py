"""A script at work: the editor, its file, and what is said of its text."""
