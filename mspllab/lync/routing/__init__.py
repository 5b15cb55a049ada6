"""Where a Front End sends things: look-ups, the stock applications, the last word."""
