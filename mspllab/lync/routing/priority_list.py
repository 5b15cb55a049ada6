"""The priority list of a Front End: its own applications, and those put between them.

The numbers are places in the list, as New-CsServerApplication gives them: who is put in
at a number pushes the rest down, and who has none comes last, above DefaultRouting.
"""

from collections.abc import Sequence

CLIENT_VERSION_FILTER = "ClientVersionFilter"
TRANSLATION_SERVICE = "TranslationService"
INCOMING_FEDERATION = "IncomingFederation"
INTER_CLUSTER_ROUTING = "InterClusterRouting"
INBOUND_ROUTING = "InboundRouting"
OUTBOUND_ROUTING = "OutboundRouting"
EXUM_ROUTING = "ExumRouting"
USER_SERVICES = "UserServices"
DEFAULT_ROUTING = "DefaultRouting"
STOCK = (
    *(CLIENT_VERSION_FILTER, TRANSLATION_SERVICE, INCOMING_FEDERATION),
    *(USER_SERVICES, INTER_CLUSTER_ROUTING, "IIMFilter"),
    *(INBOUND_ROUTING, OUTBOUND_ROUTING, EXUM_ROUTING, DEFAULT_ROUTING),
)
"""The server's own, from 0 (lync-routing §1.1); the first free number is 6."""

Place = str | int
"""One of the server's own by name, or the number of an installed one, from 0."""


def arranged(priorities: Sequence[int | None]) -> list[Place]:
    """The list, once applications with these priorities were put in, one by one.

    A number beyond DefaultRouting's puts an application below it, where no message ever
    comes.
    """
    order: list[Place] = list(STOCK)
    for number, priority in enumerate(priorities):
        bottom = order.index(DEFAULT_ROUTING)
        order.insert(bottom if priority is None else priority, number)
    return order


def numbers(priorities: Sequence[int | None]) -> list[int]:
    """The place in the list that each application has in the end."""
    order = arranged(priorities)
    return [order.index(number) for number in range(len(priorities))]
