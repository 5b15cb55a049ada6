"""The grammar's rules, each a function of the cursor that stands in the tokens."""
