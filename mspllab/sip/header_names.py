"""Names of header fields: their compact forms, and which fields are lists (§20)."""

COMPACT = {
    "a": "accept-contact",
    "b": "referred-by",
    "c": "content-type",
    "d": "request-disposition",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "j": "reject-contact",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "u": "allow-events",
    "v": "via",
    "x": "session-expires",
}
"""Compact form → long name in lower case (§7.3.3, RFC 3515, 3841, 3892, 4028, 6665)."""

LISTS = frozenset(
    {
        *("accept", "accept-contact", "accept-encoding", "accept-language"),
        *("alert-info", "allow", "allow-events", "call-info", "contact"),
        *("content-encoding", "content-language", "diversion", "error-info"),
        *("history-info", "in-reply-to", "p-asserted-identity", "path"),
        *("p-preferred-identity", "proxy-require", "reason", "record-route"),
        *("reject-contact", "request-disposition", "require", "route"),
        *("service-route", "supported", "unsupported", "via", "warning"),
    }
)
"""Fields in which `a, b` on one line equals two lines; keys in lower case (§7.3.1).

The four authentication fields have commas too, but inside one value; Subject, Date and
the like have them as ordinary text.
"""
