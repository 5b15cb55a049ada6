"""Routes the calls of a small firm: one application, two queues, a filter on words.

The script scripts/routing.mspl, written by hand in Python, line for line.
"""

from routing_host import (
    CONSTANTS,
    Host,
    add_header,
    concatenate,
    contains_string,
    equal_string,
    get_header_values,
    get_host_name,
    get_user_at_host,
    log,
    proxy_request,
    proxy_response,
    respond,
)

STATUS_CLASS_2XX = CONSTANTS["StatusClass"]["_2xx"]
STANDARD_METHOD_MESSAGE = CONSTANTS["StandardMethod"]["Message"]


def is_internal(address: str) -> bool:
    host = get_host_name(address)
    if host is None:
        return False
    return equal_string(host, "lab.example", True) or equal_string(
        host, "ext.example", True
    )


def mentions(text: str, first: str, second: str) -> bool:
    if contains_string(text, first, True):
        return True
    return contains_string(text, second, True)


def queue_for(number: int) -> str:
    match number:
        case 1:
            return "sip:sales@queue.lab.example"
        case 2:
            return "sip:support@queue.lab.example"
        case 3:
            return "sip:night@queue.lab.example"
    return "sip:frontdesk@lab.example"


def route(host: Host) -> None:
    # Responses are passed back; those of our own application leave a line in the log.
    if host.sipResponse:
        if host.sipResponse.StatusClass is not STATUS_CLASS_2XX:
            log(
                host,
                "Debugr",
                False,
                "not answered: ",
                str(host.sipResponse.StatusCode),
            )
        proxy_response(host)
        return

    if host.sipRequest:
        request = host.sipRequest
        method = request.Method
        caller = get_user_at_host(request.From)
        callee = get_user_at_host(request.To)
        if caller is None or callee is None:
            respond(host, "400", "Unreadable address")
            return

        # Instant messages with a word in them that must not leave the house.
        if request.StandardMethod is STANDARD_METHOD_MESSAGE:
            if mentions(request.Content, "secret", "confidential") and not is_internal(
                request.To
            ):
                log(host, "Event", False, "stopped a message of ", caller)
                respond(host, "403", "Forbidden", "Reason=content")
                return
            proxy_request(host, "")
            return

        if method == "INVITE" or method == "REFER":
            internal = is_internal(request.From)
            hops = 0
            for via in get_header_values(host, "Via"):
                if contains_string(via, "edge.lab.example", True):
                    internal = False
                hops = hops + 1
            if hops > 10:
                respond(host, "482", "Loop Detected")
                return
            if not internal and mentions(request.From, "anonymous", "unknown"):
                respond(host, "433", "Anonymity Disallowed")
                return

            # Who calls the bare domain is asked for in turn, three queues deep.
            queue = 0
            if equal_string(callee, "info@lab.example", True):
                queue = 1
            elif equal_string(callee, "help@lab.example", True):
                queue = 2
            elif equal_string(callee, "bob@lab.example", True):
                turn = 0
                while turn < 3 and queue == 0:
                    turn = turn + 1
                    if turn == 3:
                        queue = 3
            if queue != 0:
                text = concatenate("queue-", str(queue), ";from=", caller)
                if not add_header(host, "X-Queue", text):
                    log(host, "Debugr", False, "queued twice: ", caller)
                log(host, "Debugr", False, "queued: ", callee, caller)
                proxy_request(host, queue_for(queue))
                return

        proxy_request(host, "")
