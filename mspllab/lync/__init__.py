"""The elements that stand on the network."""
