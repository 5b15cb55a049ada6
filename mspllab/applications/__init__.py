"""MSPL applications as routers of a proxy."""
