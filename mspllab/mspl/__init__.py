"""The MSPL language: text to tree to code. It has never heard of SIP."""
