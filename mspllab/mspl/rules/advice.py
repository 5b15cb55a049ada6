"""MSPL4xx: what is legal, and goes wrong on a server (mspl.md §8, §9)."""

ADVICE = (
    (
        "401",
        "may be called for the wrong kind of message",
        "Calling a request-only function for a response, or the other way round, is a "
        "critical error: the run ends, the event log shows 0x80070057, and the tenth "
        "such error disables the application. Ask what the message is before the call.",
        'ProxyRequest("");',
        'if (sipRequest) { ProxyRequest(""); }\nif (sipResponse) { ProxyResponse(); }',
    ),
    (
        "402",
        "message handled twice",
        "A message can be proxied, forked, answered or dispatched once in a run. The "
        "second time is a critical error, or, for Respond, does nothing. Often a return"
        " or an else is missing.",
        "if (sipRequest) {\n"
        '    if (sipRequest.Content == "") { Respond("488", "Not Acceptable Here"); }\n'
        '    ProxyRequest("");\n'
        "}",
        "if (sipRequest) {\n"
        '    if (sipRequest.Content == "") { Respond("488", "Not Acceptable Here"); }\n'
        '    else { ProxyRequest(""); }\n'
        "}",
    ),
    (
        "403",
        "may still be null here",
        "The variable gets its first value inside a block, which may not have run when "
        "the variable is read; it is null then. No value is kept from the message "
        "before. Give it one before the block.",
        'foreach (via in GetHeaderValues("Via")) { last = via; }\n'
        'Log("Debugr", false, last);',
        'last = "";\n'
        'foreach (via in GetHeaderValues("Via")) { last = via; }\n'
        'Log("Debugr", false, last);',
    ),
    (
        "404",
        "can never run",
        "The statement stands behind a return, break or continue. Either it is left "
        "over, or the statement before it stands too early.",
        'return;\nLog("Debugr", false, "done");',
        'Log("Debugr", false, "done");\nreturn;',
    ),
    (
        "405",
        "value that nobody uses",
        "An expression other than a call does nothing when it stands alone, and the "
        "body of a script returns to nobody.",
        "x = 1;\nx == 2;",
        "x = 1;\nx = 2;",
    ),
    (
        "406",
        "comparison that surprises",
        "The two sides have types that never equal each other, or the comparison does "
        "not test what it seems to. Functions that find nothing give null, and null is "
        'not "": a test against "" lets it through.',
        'epid = GetParameterValue(sipMessage.To, "epid");\n'
        'if (epid == "") { Log("Debugr", false, "no endpoint asked for"); }',
        'epid = GetParameterValue(sipMessage.To, "epid");\n'
        'if (epid == null) { Log("Debugr", false, "no endpoint asked for"); }',
    ),
    (
        "407",
        "conversion that ends the run",
        "Null where a text is required, an object where a value is required, or a text "
        "that is no number ends the run with a script error. The message is then "
        "treated as if the script had left it alone.",
        'x = Concatenate("to ", null);',
        'x = Concatenate("to ", "nobody");',
    ),
    (
        "408",
        'text "true" or "false" given as bool',
        "A text is true when it is not empty, so even the text false is true. Write "
        "true or false without quotes.",
        'same = EqualString("a", "A", "false");',
        'same = EqualString("a", "A", false);',
    ),
    (
        "409",
        "accepted, though not documented",
        "Real servers were seen to accept it, or are likely to; the reference does not "
        "say so. A script that is to run everywhere does without.",
        "x = 1;\n"
        'switch (x) { case 1: return; default: Log("Debugr", false, x); break; }',
        'x = 1;\nif (x != 1) { Log("Debugr", false, x); }',
    ),
    (
        "410",
        "worth knowing about this argument",
        "The argument is legal and does not do what most people expect; the sentence "
        "says what it does.",
        'foreach (part in Split("a::b", "::")) { Log("Debugr", false, part); }',
        'foreach (part in Split("a:b", ":")) { Log("Debugr", false, part); }',
    ),
    (
        "411",
        "fork that may be empty",
        "EndFork without a Fork before it is a critical error, and a user without "
        "endpoints gives no Fork. Open the fork at the first target, and close it only "
        "if it was opened. An official sample makes this mistake.",
        "if (sipRequest) {\n"
        "    BeginFork(false, 0);\n"
        '    foreach (dbEndpoint in QueryEndpoints("bob@lab.example")) {\n'
        "        Fork(dbEndpoint.ContactInfo);\n"
        "    }\n"
        "    EndFork();\n"
        "}",
        "if (sipRequest) {\n"
        "    found = false;\n"
        '    foreach (dbEndpoint in QueryEndpoints("bob@lab.example")) {\n'
        "        if (!found) { BeginFork(false, 0); found = true; }\n"
        "        Fork(dbEndpoint.ContactInfo);\n"
        "    }\n"
        '    if (found) { EndFork(); } else { Respond("480"); }\n'
        "}",
    ),
    (
        "412",
        "field of an absent object",
        "sipRequest is false while a response is processed, sipResponse while a request"
        " is; so is each of their fields. As a text it reads false, and it differs from"
        " everything, so that a test with != is true for the wrong messages.",
        "if (sipResponse.StatusClass != StatusClass._2xx) {\n"
        '    Log("Debugr", false, "not answered");\n'
        "}",
        "if (sipResponse && sipResponse.StatusClass != StatusClass._2xx) {\n"
        '    Log("Debugr", false, "not answered");\n'
        "}",
    ),
    (
        "413",
        "null where a value is needed",
        "Functions that find nothing give null, as does a flat file without the line, "
        "and null passed where a text is needed ends the run with a script error. Test "
        "the value against null before it is used.",
        "name = GetDisplayName(sipMessage.From);\n"
        'Log("Debugr", false, Concatenate("from ", name));',
        "name = GetDisplayName(sipMessage.From);\n"
        'if (name == null) { name = "somebody"; }\n'
        'Log("Debugr", false, Concatenate("from ", name));',
    ),
    (
        "414",
        "message left unhandled",
        'With proxyByDefault="false" a message that the script neither passes on nor '
        "answers is thrown away: the caller hears nothing until a timer ends. Handle it"
        " on every path, responses included. Where the branch has just written to the "
        "log it is taken for meant, and is a remark only.",
        'if (sipRequest && sipRequest.Method == "INVITE") { ProxyRequest(""); }',
        'if (sipRequest) { ProxyRequest(""); }\nif (sipResponse) { ProxyResponse(); }',
    ),
    (
        "415",
        "too late for this message",
        "The message has left: it was passed on, answered or dispatched on the way "
        "here. Headers, parameters and fields that are written now reach nobody. Log is"
        " still allowed.",
        'if (sipRequest) {\n    ProxyRequest("");\n    AddHeader("X-Seen", "yes");\n}',
        'if (sipRequest) {\n    AddHeader("X-Seen", "yes");\n    ProxyRequest("");\n}',
    ),
    (
        "416",
        "fork that is left open",
        "Between BeginFork and EndFork targets are collected; only EndFork sends. A "
        "path that never gets there sends nothing and ends with an error, and so does a"
        " second BeginFork.",
        "if (sipRequest) {\n"
        "    BeginFork(false, 0);\n"
        '    Fork("sip:192.0.2.7");\n'
        '    if (sipRequest.Content != "") { EndFork(); }\n'
        "}",
        "if (sipRequest) {\n"
        "    BeginFork(false, 0);\n"
        '    Fork("sip:192.0.2.7");\n'
        "    EndFork();\n"
        "}",
    ),
    (
        "417",
        "fork that was never begun",
        "Fork and EndFork need a BeginFork before them on the same path; without it "
        "they are critical errors, ten of which disable the application. For a single "
        "target ProxyRequest is enough.",
        'if (sipRequest) {\n    Fork("sip:192.0.2.7");\n    EndFork();\n}',
        'if (sipRequest) { ProxyRequest("sip:192.0.2.7"); }',
    ),
    (
        "418",
        "reroute that may meet its own message again",
        "The new address is that of a user, so the request may pass this server and "
        "this script a second time, and is sent on again, until Max-Forwards is used "
        "up. Look first where the request is going, or for a mark that the script has "
        "left: a stamp or a header of its own.",
        'if (sipRequest && sipRequest.Method == "INVITE") {\n'
        '    ProxyRequest("sip:frontdesk@lab.example");\n'
        "}",
        "if (sipRequest && sipMessage.Stamp == null) {\n"
        '    sipMessage.Stamp = "rerouted";\n'
        '    RetargetRequest("sip:frontdesk@lab.example");\n'
        "}",
    ),
    (
        "419",
        "ACK that is answered or forked",
        "ACK ends a handshake: it has no answer, a forked one confuses the endpoints, "
        "and its Route header lets it go only where it was going. The manifest lets "
        "ACK in, so let it pass before anything is decided.",
        'if (sipRequest) { Respond("486", "Busy Here"); }',
        "if (sipRequest) {\n"
        "    if (sipRequest.StandardMethod == StandardMethod.Ack) {\n"
        '        ProxyRequest("");\n'
        '    } else { Respond("486", "Busy Here"); }\n'
        "}",
    ),
    (
        "420",
        "condition that is always the same",
        "Whatever message comes, the condition gives the same. Often a comparison was "
        "left out after || , or something is tested for null that never is null: a "
        "collection is empty, and sipRequest is false.",
        'if (sipRequest.Method == "INVITE" || "BYE") { }',
        'if (sipRequest.Method == "INVITE" || sipRequest.Method == "BYE") { }',
    ),
    (
        "421",
        "Request-URI assigned",
        "An assigned RequestUri tells the server that the way of the request has been "
        "found, so nothing routes it any more. Whoever does not know a real address "
        "uses RetargetRequest, and leaves the routing to the server.",
        'if (sipRequest) { sipRequest.RequestUri = "sip:192.0.2.7"; }',
        "if (sipRequest) {\n"
        "    if (!IsPhoneUri(sipRequest.RequestUri)) {\n"
        '        RetargetRequest("sip:192.0.2.7");\n'
        "    }\n"
        "}",
    ),
    (
        "422",
        "key of a flat file without key column",
        "Lines are found by a text only where the manifest names a keyColumnName; "
        "without it the run ends with a script error. Declare the column, or use a "
        "number.",
        'rule = people["alice"].rule;',
        "rule = people[0].rule;",
    ),
    (
        "423",
        "header that the answer will not have",
        "AddHeader changes the message that is being processed. Respond makes a new "
        "one, and takes none of its headers.",
        "if (sipRequest) {\n"
        '    AddHeader("Retry-After", "60");\n'
        '    Respond("503", "Service Unavailable");\n'
        "}",
        "if (sipRequest) {\n"
        '    Respond("503", "Service Unavailable", "Retry-After=60");\n'
        "}",
    ),
    (
        "424",
        "answer that cannot be sent",
        "Respond takes a status code from 100 to 699, the reason, and headers written "
        "Name=Value, each as one text. A header with a colon instead is a critical "
        "error.",
        'if (sipRequest) { Respond("503", "Unavailable", "Retry-After: 60"); }',
        'if (sipRequest) { Respond("503", "Unavailable", "Retry-After=60"); }',
    ),
    (
        "425",
        "ignore comment that says nothing",
        "// mspllab: ignore is followed by the codes of the warnings that are meant, at"
        " the end of the line or on a line of its own before the statement. Errors "
        "cannot be ignored, since the server would not run the script.",
        'Log("Debug", false, "seen"); // mspllab: ignore',
        'Log("Debug", false, "seen"); // mspllab: ignore MSPL410',
    ),
    (
        "426",
        "ignore comment that hides nothing",
        "The warning that it is meant for does not come here, perhaps no longer. Take "
        "the comment out, so that it hides nothing later.",
        'Log("Debugr", false, "seen"); // mspllab: ignore MSPL410',
        'Log("Debugr", false, "seen");',
    ),
    (
        "427",
        "request sent past the other applications",
        "ProxyRequest with an address sends the request off at once: the applications "
        "below this one, the server's own routing of telephone numbers and its IM "
        "filter among them, never see it. RetargetRequest gives it another user and "
        "leaves the rest to them.",
        'if (sipRequest && RequestTarget.Aor != "frontdesk@lab.example") {\n'
        '    ProxyRequest("sip:frontdesk@lab.example");\n'
        "}",
        'if (sipRequest && RequestTarget.Aor != "frontdesk@lab.example") {\n'
        '    RetargetRequest("sip:frontdesk@lab.example");\n'
        "}",
    ),
    (
        "428",
        "field that hardly any server knows",
        "Only an Edge, whose role is AccessProxy, can tell from which side a message "
        "came. Everywhere else Origin is NetworkUnknown, whatever comes. Let the "
        'application run there alone, with <serverFilter roles="AccessProxy"/>, or ask '
        "for the sender's domain.",
        "if (sipMessage.Origin == MessageOrigin.NetworkExternal) {\n"
        '    Log("Debugr", false, "from outside");\n'
        "}",
        "if (!DomainSupported(GetHostName(GetUri(sipMessage.From)))) {\n"
        '    Log("Debugr", false, "from outside");\n'
        "}",
    ),
)
