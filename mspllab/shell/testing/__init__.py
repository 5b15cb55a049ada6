"""Every check of the project, side by side."""
