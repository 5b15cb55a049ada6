"""Names of header fields: how they are written, their compact forms, which are lists.

RFC 3261 §20 and its extensions; the product's own (ms-…) are those seen on its wires.
"""

KNOWN = (
    *("Accept", "Accept-Contact", "Accept-Encoding", "Accept-Language", "Alert-Info"),
    *("Allow", "Allow-Events", "Authentication-Info", "Authorization", "CSeq"),
    *("Call-ID", "Call-Info", "Contact", "Content-Disposition", "Content-Encoding"),
    *("Content-Language", "Content-Length", "Content-Type", "Date", "Diversion"),
    *("Error-Info", "Event", "Expires", "From", "History-Info", "In-Reply-To"),
    *("Join", "MIME-Version", "Max-Breadth", "Max-Forwards", "Min-Expires", "Min-SE"),
    *("Ms-Conversation-ID", "Organization", "P-Asserted-Identity", "Path"),
    *("P-Preferred-Identity", "Priority", "Privacy", "Proxy-Authenticate"),
    *("Proxy-Authorization", "Proxy-Require", "RAck", "RSeq", "Reason"),
    *("Record-Route", "Refer-To", "Referred-By", "Reject-Contact", "Replaces"),
    *("Reply-To", "Request-Disposition", "Require", "Retry-After", "Route", "Server"),
    *("Service-Route", "Session-Expires", "Subject", "Subscription-State"),
    *("Supported", "Timestamp", "To", "Unsupported", "User-Agent", "Via"),
    *("WWW-Authenticate", "Warning", "ms-diagnostics", "ms-keep-alive"),
    *("history-info", "ms-application-aor", "ms-diagnostics-public"),
    *("ms-user-logon-data", "presence-state"),
)
"""Names as they are usually written."""

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
