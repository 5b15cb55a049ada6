"""The language as pages: what the vocabulary's tables say, to be kept open."""
