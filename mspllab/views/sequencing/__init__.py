"""Where everything in a sequence diagram goes, before it is a drawing."""
