"""What can be wrong with a script: number, title and page of each finding.

`diagnostics` makes rules of these rows. A number keeps its meaning for ever. A row is
the number, the title, what is wrong and why it matters, a wrong script and a right one.
"""
