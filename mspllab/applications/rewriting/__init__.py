"""Manifests written anew, mended or in one style; all else stays byte for byte."""
