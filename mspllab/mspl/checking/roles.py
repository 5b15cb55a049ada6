"""What the checker knows of built-ins beyond their signatures, by name (mspl.md §9).

A name that the vocabulary does not have does no harm.
"""

from typing import Final

PARTS: Final = frozenset(
    ("GetUri", "GetScheme", "GetHostName", "GetUserAtHost", "GetUserName")
)
"""Getters that find something in nearly every address."""
ADDRESSES: Final = frozenset(("From", "To", "RequestUri"))
"""Fields that always hold an address."""
TESTING_NULL: Final = frozenset(("LengthString", "IndexOfString"))
"""Functions that take null, and whose result tells that a text is there."""
CHANGING: Final = frozenset(("AddHeader", "SetParameterValue", "RetargetRequest"))
"""Calls that are in vain once the message has been handled."""
ADDING: Final = "AddHeader"
ANSWERING: Final = "Respond"
LOGGING: Final = "Log"
REROUTING: Final = frozenset(("ProxyRequest", "RetargetRequest", "Fork"))
"""Calls whose first argument says where the request goes."""
SENDING: Final = "ProxyRequest"
"""The call that sends a request off, past the applications behind (T3)."""
COMPARING: Final = "EqualString"
JOINING: Final = "Concatenate"
CUTTING: Final = "SubString"
SPLITTING: Final = "Split"
METHODS: Final = frozenset(("Method", "StandardMethod"))
"""Fields that say what a request asks for."""
FIXED: Final = METHODS | {"StatusCode", "StatusClass", "StatusReasonPhrase"}
"""Fields that stay what they are during a run."""
UNANSWERED: Final = "ACK"
"""The method that is never answered (RFC 3261 §17)."""
TELLING_FIELDS: Final = frozenset(("To", "RequestUri", "Stamp", "StampPool", "Route"))
"""Fields that differ in a message that this script has rerouted before."""
TELLING_VARIABLES: Final = frozenset(("RequestTarget",))
TELLING_CALLS: Final = frozenset(("GetHeaderValues", "GetParameterValue", "AddHeader"))
"""Calls that can find a mark; AddHeader fails where there is one."""
ADDRESS_FIELD: Final = "RequestUri"
"""The field that must not be assigned by who does not route."""
