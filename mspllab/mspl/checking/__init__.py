"""The checker's rules, each a function of the walk through the tree."""
