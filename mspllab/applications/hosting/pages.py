"""What there is to say about variables, classes, fields and constants (mspl.md §5).

Pages as `mspl/page.py` reads them, for whatever one sentence in a table cannot say.
"""

from collections.abc import Mapping

VARIABLES: Mapping[str, str] = {
    "sipMessage": """Whatever kind of message it is, it is here.

    Example: sipMessage.From →
        "\\"Alice\\" <sip:alice@lab.example>;tag=a-77f1;epid=a1b2c3d4e5"
    """,
    "sipRequest": """To test it tells requests from responses, and comes first.

    Its fields are false, too, while a response is processed.

    Example: if (sipRequest) { Log("Debugr", false, sipRequest.Method); }
    """,
    "sipResponse": """To test it tells responses from requests, and comes first.

    Its fields are false, too, while a request is processed: so a test for "not 2xx" is
    true for every request.

    Example: if (sipResponse) { Log("Debugr", false, sipResponse.StatusCode); }
    """,
    "dbEndpoint": """Loops may stand in one another; after the inner one it is again the
    element of the outer.

    Example: foreach (dbEndpoint in QueryEndpoints("bob@lab.example")) { Log("Debugr",
        false, dbEndpoint.EPID); }
    """,
    "RequestSource": """The address is that of From. For a response it is the sender of
    the request that is answered.

    Example: RequestSource.Aor → "alice@lab.example"
    """,
    "RequestTarget": """The address is that of the Request-URI, not that of To.

    Example: RequestTarget.Aor → "bob@lab.example"
    """,
    "FQDN": """Fully qualified, as the topology has it.

    Guess: without a scenario it is server.invalid.
    Example: FQDN → "fe01.lab.example"
    """,
    "ServerPool": """On a server that is alone it is the same as FQDN.

    Guess: without a scenario it is server.invalid.
    Example: ServerPool → "pool01.lab.example"
    """,
    "Role": """It is compared with the members of ServerRole.

    Type: ServerRole
    Guess: without a scenario it is FrontEnd.
    Example: Role == ServerRole.FrontEnd → true
    """,
}

CLASSES: Mapping[str, str] = {
    "Message": "What requests and responses have in common.",
    "Request": "A request; it has every field of Message as well.",
    "Response": "A response; it has every field of Message as well.",
    "Transaction": "A request and what comes back for it.",
    "RegistrarEndpoint": """An endpoint that a user has registered.

    2010 took out all that told of presence.
    """,
    "SourceInfo": "The sender of a request.",
    "TargetInfo": "The addressee of a request.",
}

FIELDS: Mapping[str, str] = {
    "Message.From": """GetUri takes the URI out of it.

    Example: GetUri(sipMessage.From) → "sip:alice@lab.example"
    """,
    "Message.To": """GetUri takes the URI out of it.

    Example: GetUri(sipMessage.To) → "sip:bob@lab.example"
    """,
    "Message.Content": """Content-Length follows when it is assigned.

    Example: sipMessage.Content = "";
    """,
    "Message.Authenticated": """Only users of this deployment can be.

    Guess: in a scenario whoever sends from the address of one of its users is; without
        one everybody is.
    """,
    "Message.TlsPeer": """The name in the certificate of whoever sent it; the address of
    whoever has none, such as a phone.

    Guess: without a scenario it is the host in the topmost Via.
    """,
    "Message.Origin": "Only an Access Edge can tell; others say NetworkUnknown.",
    "Message.ExternalSourceType": """Unknown for what did not enter from outside.

    Guess: in a scenario the domain in From decides, where [[federation]] names it; else
        what an Edge has written into the message.
    """,
    "Message.ExternalSourceNetwork": """Unknown for what did not enter from outside.

    Guess: in a scenario the domain in From decides, where [[federation]] names it; else
        what an Edge has written into the message.
    """,
    "Message.Stamp": """Whatever instance of this application left it, here or at a
    server before; of several it is the last one. A response shows that of its request.

    Guess: null and "" take the mark off.
    Example: sipMessage.Stamp = "seen";
    """,
    "Message.StampPool": "Where the application that left the mark was running.",
    "Message.Transaction": """The way from a response to its request.

    Example: sipMessage.Transaction.Request.Method → "INVITE"
    """,
    "Request.Method": """To compare it with a constant use StandardMethod.

    Example: sipRequest.Method → "INVITE"
    """,
    "Request.StandardMethod": """NonStandard for a method that has no constant.

    Example: sipRequest.StandardMethod == StandardMethod.Invite → true
    """,
    "Request.RequestUri": """To assign it claims that a target has been found: the
    request counts as routed. ProxyRequest with a URI is nearly always what is meant.

    Errors: text that is no sip URI ends the run.
    Example: sipRequest.RequestUri → "sip:bob@lab.example"
    """,
    "Transaction.Request": "Of a response it can only be read: it has left.",
    "Transaction.MarshalContent": """True until a script says otherwise, which saves
    work where managed code needs no body.

    Example: sipMessage.Transaction.MarshalContent → true
    """,
    "RegistrarEndpoint.StandardMethods": """SupportsMethod tests them, together with
    ExtraMethods. REGISTER 0x0001, SUBSCRIBE 0x0002, NOTIFY 0x0004, ACK 0x0008,
    BYE 0x0010, INVITE 0x0040, OPTIONS 0x0080, MESSAGE 0x0100, SERVICE 0x0400,
    INFO 0x0800, REFER 0x1000, BENOTIFY 0x4000; CANCEL has none.
    """,
    "RegistrarEndpoint.ContactInfo": "It can be given to ProxyRequest and Fork.",
    "SourceInfo.Aor": "Of a telephone URI it is the part before the @.",
    "TargetInfo.Aor": "Of a telephone URI it is the part before the @.",
    "SourceInfo.Instance": """As registries write it:
    {D62ECEA5-A59E-56E1-808E-72F602F50A7F}.
    """,
}

LISTS: Mapping[str, str] = {
    "StandardMethod": """The methods of SIP that a server knows.

    As text each is the method in capitals, NonStandard "".

    Guess: Benotify is read as well below 2010.
    Example: Concatenate("", StandardMethod.Invite) → "INVITE"
    """,
    "StatusClass": """The first digit of a status code; mind the underscore.

    Example: 200 == StatusClass._2xx → true
    """,
    "StandardHeader": """Names of header fields.

    As text each is the name on the wire. Every other header can be named by a text.

    Guess: the reference breaks off in the middle; the rest is that of managed code.
    Example: Concatenate("", StandardHeader.UserAgent) → "User-Agent"
    """,
    "ServerRole": """What a server can be.

    Example: Role != ServerRole.AccessProxy → true
    """,
    "MessageOrigin": """The sides of the network.

    Example: sipMessage.Origin == MessageOrigin.NetworkUnknown → true
    """,
    "ExternalSourceType": """Who can send messages from outside.

    Example: sipMessage.ExternalSourceType == ExternalSourceType.Unknown → true
    """,
    "ExternalSourceNetwork": """Networks from which messages come in.

    Example: sipMessage.ExternalSourceNetwork == ExternalSourceNetwork.Unknown → true
    """,
    "ClusterType": """The servers that a user has, for QueryHomeServer.

    Guess: the numbers; no page gives any.
    Example: QueryHomeServer("bob@lab.example", false, ClusterType.PrimaryRegistrar) →
        "pool01.lab.example"
    """,
    "UserOption": """What a user may be allowed, for CheckUserOption.

    Guess: the numbers, and what the names mean; no page says either.
    Example: CheckUserOption("bob@lab.example", UserOption.UcEnabled) → true
    """,
    "UserPolicyType": """Kinds of policies, for QueryUserPolicy up to 2007 R2.

    Guess: the numbers; no page gives any.
    """,
    "Domain": """Lists of domains, for QueryDomain.

    Guess: no page names its members; these two are ours, and so are their numbers.
    Example: QueryDomain(Domain.Blocked, "lab.example") → false
    """,
}

MEMBERS: Mapping[str, str] = {
    "ServerRole.AccessProxy": "The Edge.",
    "ServerRole.FrontEnd": "A front end of a pool with several servers.",
    "ServerRole.Proxy": "No server is one any more.",
    "ServerRole.HomeServer": "The front end of a pool with one server.",
    "MessageOrigin.NetworkUnknown": "It cannot be told; so it is on all but an Edge.",
    "MessageOrigin.LocalMachine": "The server itself.",
    "ExternalSourceType.InternetUser": "One of our users, from outside.",
    "ExternalSourceType.DirectPartner": "A federated domain that is listed.",
    "ExternalSourceType.ClearingHouse": "Somebody who sends for many domains.",
    "ExternalSourceType.AutoFed": "A federated domain that was found by itself.",
    "ExternalSourceNetwork.PublicCloud": "Public instant messaging.",
    "ExternalSourceNetwork.Federation": "Another organisation.",
    "UserOption.RccEnabled": "Remote control of a telephone.",
    "UserOption.UcEnabled": "Enterprise voice.",
    "UserOption.DualModeEnabled": "Both of them.",
    "UserOption.NoAudioVideo": "No audio and no video; it came with 2010.",
    "UserOption.PublicCloud": "Withdrawn with 2010.",
    "UserOption.Federation": "Withdrawn with 2010.",
    "UserOption.OutsideAccess": "Withdrawn with 2010.",
    "UserOption.RpAllowed": "Withdrawn with 2010.",
    "Domain.Internal": "Domains of our own.",
    "Domain.Blocked": "Domains that an Edge refuses.",
}

PAGES: Mapping[str, str] = {**VARIABLES, **CLASSES, **FIELDS, **LISTS, **MEMBERS}
"""Name → page. A list wins over a class of the same name; there is none."""
