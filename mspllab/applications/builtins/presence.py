"""Functions that read what users publish: their presence (mspl.md §4.5)."""

from mspllab.applications.builtins.registry import builtin
from mspllab.applications.hosting.host import Host
from mspllab.mspl.vocabulary import Level

PUBLIC_CATEGORIES = {
    *("userProperties", "workingHours", "dndState", "routing", "contactCard")
}
"""The only categories that servers from 2010 on hand out."""
BY_CONTAINER = (
    "string? QueryCategory(Uri publisher, int container, string category, "
    "int instance, bool publisherIsPhone = false)"
)
BY_SUBSCRIBER = (
    "string? QueryCategoryBySubscriber(Uri publisher, string subscriber, "
    "string externalSourceNetwork, string category, "
    "bool publisherIsPhone = false)"
)


@builtin(BY_CONTAINER, since=Level.V2007R2, until=Level.V2007R2)
def query_any_category(
    host: Host,
    publisher: str,
    container: int,
    category: str,
    instance: int,
    is_phone: bool = False,
) -> str | None:
    """What a user publishes in a container, as XML.

    publisher: a URI or user@host; or a number, where publisherIsPhone says so.
    container: number of the container: who may see what is in it.
    category: name of the category, such as "state"; 2010 cut them down to five.
    instance: which of several publications.
    Null: where nothing like it is published.
    Example: QueryCategory("bob@lab.example", 200, "state", 0) → null
    """
    return host.surroundings.category(
        publisher, category, container=container, instance=instance, is_phone=is_phone
    )


@builtin(BY_CONTAINER, since=Level.V2010)
def query_category(
    host: Host,
    publisher: str,
    container: int,
    category: str,
    instance: int,
    is_phone: bool = False,
) -> str | None:
    """What a user publishes in a container, as XML.

    publisher: a URI or user@host; or a number, where publisherIsPhone says so.
    container: number of the container: who may see what is in it.
    category: userProperties, workingHours, dndState, routing or contactCard.
    instance: which of several publications.
    Null: where nothing like it is published, and for every other category.
    Example: QueryCategory("bob@lab.example", 200, "state", 0) → null
    """
    if category not in PUBLIC_CATEGORIES:
        return None
    return query_any_category(host, publisher, container, category, instance, is_phone)


@builtin(BY_SUBSCRIBER, since=Level.V2007R2, until=Level.V2007R2)
def query_any_category_by_subscriber(
    host: Host,
    publisher: str,
    subscriber: str,
    network: str,
    category: str,
    is_phone: bool = False,
) -> str | None:
    """What a subscriber may see of a user's category, as XML.

    publisher: a URI or user@host; or a number, where publisherIsPhone says so.
    subscriber: who wants to see it, as user@host.
    externalSourceNetwork: the network the subscriber came through.
    category: name of the category, such as "state"; 2010 cut them down to five.
    Null: where nothing is published that the subscriber may see.
    Example: QueryCategoryBySubscriber("bob@lab.example", "alice@lab.example",
        ExternalSourceNetwork.Unknown, "state") → null
    """
    return host.surroundings.category_for(
        publisher, category, subscriber=subscriber, network=network, is_phone=is_phone
    )


@builtin(BY_SUBSCRIBER, since=Level.V2010)
def query_category_by_subscriber(
    host: Host,
    publisher: str,
    subscriber: str,
    network: str,
    category: str,
    is_phone: bool = False,
) -> str | None:
    """What a subscriber may see of a user's category, as XML.

    publisher: a URI or user@host; or a number, where publisherIsPhone says so.
    subscriber: who wants to see it, as user@host.
    externalSourceNetwork: the network the subscriber came through.
    category: userProperties, workingHours, dndState, routing or contactCard.
    Null: where nothing is published that the subscriber may see, and for every other
        category.
    Example: QueryCategoryBySubscriber("bob@lab.example", "alice@lab.example",
        ExternalSourceNetwork.Unknown, "state") → null
    """
    if category not in PUBLIC_CATEGORIES:
        return None
    return query_any_category_by_subscriber(
        host, publisher, subscriber, network, category, is_phone
    )
