"""What can be wrong with a script: number, title and page of each finding.

`diagnostics` makes rules of these rows. A number keeps its meaning for ever.
"""

GRAMMAR = (
    (
        "101",
        "character that is no part of the language",
        "A script consists of names, numbers, texts in straight double quotes and"
        " the signs ! == != < <= > >= = . [ ] ( ) { } , ; : && || + -. Characters"
        " copied from a web page, such as curly quotes or no-break spaces, look "
        "right and are not.",
    ),
    (
        "102",
        "text that is not closed",
        'A text begins and ends with " on the same line. A line end inside it is '
        "written \\r\\n.",
    ),
    (
        "103",
        "unknown escape in a text",
        'Inside a text a backslash may be followed by ", \\, r, n, t, or by u and '
        "exactly four hexadecimal digits. A quotation mark inside a text is "
        'written \\", not "".',
    ),
    (
        "104",
        "comment that is not closed",
        "A comment that begins with /* ends at the first */ after it. Such "
        "comments do not nest.",
    ),
    (
        "105",
        "number that cannot be read",
        "Integers are decimal or begin with 0x, and lie between -2147483648 and "
        "2147483647. Floats have digits on both sides of a decimal point.",
    ),
    (
        "106",
        "operator that MSPL does not have",
        "There is no *, / or %, no +=, ++ or --, no operator on bits and no ?:. "
        "Arithmetic is not part of the language; only + and - of integers and "
        "floats are accepted, because samples of 2013 use them.",
    ),
    (
        "107",
        '@"…" text',
        "Texts without escapes are not supported; write \\\\ for each backslash.",
    ),
    (
        "108",
        "something else was expected here",
        "The grammar allows only certain words or signs at each place; the "
        "message says which, and what stood there.",
    ),
    (
        "109",
        "missing semicolon",
        "Every statement but a block and what ends in one is closed with a "
        "semicolon. Line ends do not end statements.",
    ),
    (
        "110",
        "bracket without its partner",
        "Each ( [ { needs its ) ] } and the other way round.",
    ),
    (
        "111",
        "statement of another language",
        "MSPL has if, switch, foreach, while, break, continue, return, "
        "assignments and calls. Types are never declared, and there is no for, "
        "do, goto, try, new or include.",
    ),
    (
        "112",
        "= inside an expression",
        "An assignment is a statement and has no value: = cannot be chained and "
        "cannot stand in a condition. To compare, write ==.",
    ),
    (
        "113",
        "assignment to something that cannot take a value",
        "The left side of = is a variable, or a writable field of a built-in "
        "variable such as sipMessage.Stamp. Flat files and collections are "
        "read-only.",
    ),
    (
        "114",
        "function in the wrong place",
        "All functions stand at the top of the script, before its first "
        "statement, and not inside each other.",
    ),
    (
        "115",
        "nested too deeply",
        "Brackets, blocks and chains of operators may be nested some dozens deep,"
        " which is far more than anybody can read. Name a part, or make it a "
        "function.",
    ),
)

MEANING = (
    (
        "201",
        "unknown function",
        "Only the server's built-in functions and those of the same script can be"
        " called. Names are case-sensitive.",
    ),
    (
        "202",
        "variable that never gets a value",
        "A variable comes into being when something is assigned to it. Functions "
        "see their parameters, their own variables and the built-in ones, not "
        "those of the body.",
    ),
    (
        "203",
        "unknown field",
        "Objects have the fields that their class lists, and other values have none.",
    ),
    (
        "204",
        "unknown constant",
        "A constant is written List.Member, such as StandardMethod.Invite; both "
        "names are case-sensitive.",
    ),
    (
        "205",
        "wrong number of arguments",
        "Each function takes the arguments its signature shows; those with a "
        "default may be left out from the end.",
    ),
    (
        "206",
        "recursion",
        "A function may call neither itself nor, by way of others, itself again.",
    ),
    (
        "207",
        "name used twice",
        "A function may not be defined twice nor have the name of a built-in one;"
        " the parameters of a function have different names.",
    ),
    (
        "208",
        "assignment to a built-in name",
        "Built-in variables, functions, classes, constants and flat files cannot "
        "be assigned.",
    ),
    (
        "209",
        "read-only field",
        "Few fields may be written, such as Content and Stamp of a message; all "
        "others are read-only.",
    ),
    (
        "210",
        "break or continue outside",
        "break leaves a foreach, a while or a case branch; continue begins the "
        "next round of a loop. Neither can stand anywhere else.",
    ),
    (
        "211",
        "case branch without break",
        "Every branch of a switch ends in break; since falling through to the "
        "next one is not part of MSPL.",
    ),
    (
        "212",
        "function that returns what it may not",
        "A function may return a text, an integer, a float or a bool; never a "
        "collection, a flat file or an object.",
    ),
    (
        "213",
        "QueryEndpoints outside its loop",
        "The result of QueryEndpoints can only be the collection of a foreach "
        "whose element is called dbEndpoint.",
    ),
    (
        "214",
        "managed code needed",
        "Dispatch and DispatchNotification hand the message to the managed part "
        "of an application. A manifest with scriptOnly says that there is none.",
    ),
    (
        "215",
        "not at this language level",
        "The version of the language that was asked for does not have it yet, or "
        "has it no longer.",
    ),
    (
        "216",
        "flat file used in another way than file[index].column",
        "A flat file is read cell by cell: the index is an integer, or a key "
        "where the manifest names a key column; the column is one of those the "
        "manifest lists. Nothing else can be done with one.",
    ),
    (
        "217",
        "operator between the wrong values",
        "+ and - take integers and floats; texts are joined with Concatenate. < "
        "and its like take numbers or texts; objects can only be compared with "
        "null.",
    ),
    (
        "218",
        "nothing where a value is needed",
        "Some functions give nothing back, so their call has no value to use.",
    ),
    (
        "219",
        "not in strict mode",
        "Strict mode accepts only what the reference documents: every case branch"
        " ends in break; there is no default; no + and -; no exponent in a "
        "number.",
    ),
)

ADVICE = (
    (
        "401",
        "may be called for the wrong kind of message",
        "Calling a request-only function for a response, or the other way round, "
        "is a critical error, and the tenth of those disables the application. "
        "Guard the call with if (sipRequest) or if (sipResponse).",
    ),
    (
        "402",
        "message handled twice",
        "A message can be proxied, forked, answered or dispatched once in a run; "
        "a second time is an error.",
    ),
    (
        "403",
        "may still be null here",
        "The variable gets its first value inside a block, which may not have run"
        " when the variable is read. Give it a value before the block.",
    ),
    (
        "404",
        "can never run",
        "The statement stands behind a return, break or continue.",
    ),
    (
        "405",
        "value that nobody uses",
        "An expression other than a call does nothing when it stands alone.",
    ),
    (
        "406",
        "comparison that surprises",
        "The two sides have types that never equal each other, or the comparison "
        "does not test what it seems to. What may be null is tested against null,"
        ' not against "".',
    ),
    (
        "407",
        "conversion that ends the run",
        "Null where a text is required, an object where a value is required, or a"
        " text that is no number ends the run with a script error.",
    ),
    (
        "408",
        'text "true" or "false" given as bool',
        "A text is true when it is not empty, so even the text false is true. "
        "Write true or false without quotes.",
    ),
    (
        "409",
        "accepted, though not documented",
        "Real servers were seen to accept it, or are likely to; the reference "
        "does not say so.",
    ),
    (
        "410",
        "worth knowing about this argument",
        "The argument is legal and does not do what most people expect.",
    ),
    (
        "411",
        "fork that may be empty",
        "EndFork without a Fork before it is a critical error. Make sure that at "
        "least one Fork has run.",
    ),
    (
        "412",
        "field of an absent object",
        "sipRequest is false while a response is processed, sipResponse while a "
        "request is; so is each of their fields, which as a text reads false. "
        "Test the variable first.",
    ),
    (
        "413",
        "null where a value is needed",
        "Functions that find nothing give null, and null passed where a text is "
        "needed ends the run with a script error. Test the variable against null "
        "before it is used.",
    ),
)
