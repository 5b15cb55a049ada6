"""MSPL2xx: what a script means, and must not."""

MEANING = (
    (
        "201",
        "unknown function",
        "Only the server's built-in functions and those of the same script can be "
        "called, and letter case counts. MSPL knows neither the time nor a directory "
        "nor a database: what needs those goes to managed code with Dispatch.",
        'if (Contains("a secret", "secret", true)) { }',
        'if (ContainsString("a secret", "secret", true)) { }',
    ),
    (
        "202",
        "variable that never gets a value",
        "A variable comes into being when something is assigned to it. Functions see "
        "their parameters, their own variables and the built-in ones, not those of the "
        "body. Nothing is kept from one message to the next.",
        "count = coutn + 1;",
        "count = 0;\ncount = count + 1;",
    ),
    (
        "203",
        "unknown field",
        "Objects have the fields that their class lists, and other values have none. A "
        "text has no methods; what can be done with it are functions such as "
        "LengthString.",
        'Log("Debugr", false, sipMessage.Sender);',
        'Log("Debugr", false, sipMessage.From);',
    ),
    (
        "204",
        "unknown constant",
        "A constant is written List.Member, such as StandardMethod.Invite; letter case "
        "counts in both names. Some constants were withdrawn with Lync Server 2010.",
        "if (sipRequest.StandardMethod == StandardMethod.INVITE) { }",
        "if (sipRequest.StandardMethod == StandardMethod.Invite) { }",
    ),
    (
        "205",
        "wrong number of arguments",
        "Each function takes the arguments its signature shows; those with a default "
        "may be left out from the end.",
        'same = EqualString("a", "A");',
        'same = EqualString("a", "A", true);',
    ),
    (
        "206",
        "recursion",
        "A function may call neither itself nor, by way of others, itself again. A "
        "loop does the same work.",
        "function Sum(n) { return Sum(n - 1); }\nx = Sum(3);",
        "n = 3;\nsum = 0;\nwhile (n > 0) { sum = sum + n; n = n - 1; }",
    ),
    (
        "207",
        "name used twice",
        "A function may not be defined twice nor have the name of a built-in one; the "
        "parameters of a function have different names.",
        "function Log(text) { }",
        'function Note(text) { Log("Debugr", false, text); }\nNote("seen");',
    ),
    (
        "208",
        "assignment to a built-in name",
        "Built-in variables, functions, classes, constants and flat files cannot be "
        "assigned. Choose another name.",
        'FQDN = "fe01.lab.example";',
        'host = "fe01.lab.example";',
    ),
    (
        "209",
        "read-only field",
        "Few fields may be written: Content and Stamp of a message, MarshalContent of a"
        " transaction, and RequestUri. Headers are changed with AddHeader and "
        "SetParameterValue.",
        'sipMessage.From = "sip:alice@lab.example";',
        'AddHeader("X-Caller", "sip:alice@lab.example");',
    ),
    (
        "210",
        "break or continue outside",
        "break leaves a foreach, a while or a case branch; continue begins the next "
        "round of a loop. Neither can stand anywhere else. The run is ended by return.",
        'if (sipMessage.Content == "") { break; }',
        'if (sipMessage.Content == "") { return; }',
    ),
    (
        "211",
        "case branch without break",
        "Every branch of a switch ends in break; falling through to the next one is not"
        " part of MSPL.",
        'x = 1;\nswitch (x) { case 1: Log("Debugr", false, "one"); }',
        'x = 1;\nswitch (x) { case 1: Log("Debugr", false, "one"); break; }',
    ),
    (
        "212",
        "function that returns what it may not",
        "A function may return a text, an integer, a float or a bool; never a "
        "collection, a flat file or an object. Walk the collection inside the function "
        "instead.",
        'function Parts(text) { return Split(text, ";"); }\nParts("a;b");',
        "function First(text) {\n"
        '    foreach (part in Split(text, ";")) { return part; }\n'
        '    return "";\n'
        "}\n"
        'x = First("a;b");',
    ),
    (
        "213",
        "QueryEndpoints outside its loop",
        "The result of QueryEndpoints can only be the collection of a foreach whose "
        "element is called dbEndpoint.",
        'foreach (e in QueryEndpoints("bob@lab.example")) { }',
        'foreach (dbEndpoint in QueryEndpoints("bob@lab.example")) {\n'
        '    Log("Debugr", false, dbEndpoint.EPID);\n'
        "}",
    ),
    (
        "214",
        "managed code needed",
        "Dispatch and DispatchNotification hand the message to the managed part of an "
        "application. A manifest with scriptOnly says that there is none, so the server"
        " does not load the script.",
        'Dispatch("OnMessage");',
        'Log("Debugr", false, "seen");',
    ),
    (
        "215",
        "not at this language level",
        "The version of the language that was asked for does not have it yet, or has it"
        " no longer: while, + and -, and RetargetRequest came with Lync Server 2013; "
        "functions, constants and fields of endpoints were withdrawn with 2010. "
        "An old script must be revised before it is moved to a newer server.",
        'x = Base64Decode("YQ==");',
        'x = GetUri("sip:a@lab.example");',
    ),
    (
        "216",
        "flat file used in another way than file[index].column",
        "A flat file is read cell by cell: the index is an integer, or a key where the "
        "manifest names a key column; the column is one of those the manifest lists. "
        "Nothing else can be done with one.",
        "rule = people[0];",
        "rule = people[0].rule;",
    ),
    (
        "217",
        "operator between the wrong values",
        "+ and - take integers and floats; texts are joined with Concatenate. < and its"
        " like take numbers or texts; objects can only be compared with null.",
        'x = "sip:" + "bob@lab.example";',
        'x = Concatenate("sip:", "bob@lab.example");',
    ),
    (
        "218",
        "nothing where a value is needed",
        "Some functions give nothing back, so their call has no value to use.",
        'x = Log("Debugr", false, "seen");',
        'Log("Debugr", false, "seen");',
    ),
    (
        "219",
        "not in strict mode",
        "Strict mode accepts only what the reference documents: every case branch ends "
        "in break; there is no default; no + and -; no exponent in a number. What it "
        "refuses may still work, but nobody has promised it.",
        "x = 1 + 2;",
        "x = 3;",
    ),
)
