"""Who wants to be told, who tells, and what both remember."""
