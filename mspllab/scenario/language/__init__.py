"""The scenario language: TOML with places, its tables as data, and what fits."""
