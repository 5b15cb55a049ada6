"""MSPL1xx: what the lexer and the parser find."""

GRAMMAR = (
    (
        "101",
        "character that is no part of the language",
        "A script consists of names, numbers, texts in straight double quotes and the "
        "signs ! == != < <= > >= = . [ ] ( ) { } , ; : && || + -. Characters copied "
        "from a web page or a word processor, such as curly quotes or no-break spaces, "
        "look right and are not. The server refuses the whole script because of one.",
        "Log(“Debugr”, false, 'seen');",
        'Log("Debugr", false, "seen");',
    ),
    (
        "102",
        "text that is not closed",
        'A text begins and ends with " on the same line. A line end inside it is '
        "written \\r\\n. Without the closing quote the rest of the line becomes part "
        "of the text, and the statement never ends.",
        'Log("Debugr", false, "seen);',
        'Log("Debugr", false, "seen");',
    ),
    (
        "103",
        "unknown escape in a text",
        'Inside a text a backslash may be followed by ", \\, r, n, t, or by u and '
        'exactly four hexadecimal digits. A quotation mark inside a text is written \\"'
        ', not "".',
        'path = "C:\\logs\\sip";',
        'path = "C:\\\\logs\\\\sip";',
    ),
    (
        "104",
        "comment that is not closed",
        "A comment that begins with /* ends at the first */ after it, and such "
        "comments do not nest. One that is never closed takes the rest of the script "
        "with it.",
        "/* let everything pass\nx = 1;",
        "/* let everything pass */\nx = 1;",
    ),
    (
        "105",
        "number that cannot be read",
        "Integers are decimal or begin with 0x, and lie between -2147483648 and "
        "2147483647. Floats have digits on both sides of a decimal point, whatever the "
        "language of the server.",
        "limit = 3000000000;",
        "limit = 2147483647;",
    ),
    (
        "106",
        "operator that MSPL does not have",
        "There is no *, / or %, no +=, ++ or --, no operator on bits and no ?:. "
        "Arithmetic is not part of the language; only + and - of integers and floats "
        "are accepted, because samples of 2013 use them.",
        "count = 0;\ncount++;",
        "count = 0;\ncount = count + 1;",
    ),
    (
        "107",
        '@"…" text',
        "Texts without escapes, as C# has them, are not supported. Leave the @ away "
        "and write \\\\ for each backslash.",
        'path = @"C:\\logs";',
        'path = "C:\\\\logs";',
    ),
    (
        "108",
        "something else was expected here",
        "The grammar allows only certain words or signs at each place; the sentence "
        "says which, and what stood there. Look at the word before it as well: the "
        "mistake is often one sign to the left.",
        'if sipRequest { ProxyRequest(""); }',
        'if (sipRequest) { ProxyRequest(""); }',
    ),
    (
        "109",
        "missing semicolon",
        "Every statement but a block, and what ends in one, is closed with a semicolon."
        " Line ends do not end statements.",
        'x = "a"\ny = "b";',
        'x = "a";\ny = "b";',
    ),
    (
        "110",
        "bracket without its partner",
        "Each ( [ { needs its ) ] } and the other way round. A missing } moves every "
        "statement behind it into the block, so that a script which compiles by chance "
        "does something else.",
        'if (sipRequest) { Log("Debugr", false, "seen");',
        'if (sipRequest) { Log("Debugr", false, "seen"); }',
    ),
    (
        "111",
        "statement of another language",
        "MSPL has if, switch, foreach, while, break, continue, return, assignments and "
        "calls. Types are never declared, and there is no for, do, goto, try, new or "
        "include. What needs more belongs into managed code, reached with Dispatch.",
        "for (i = 0; i < 3; i = i + 1) { }",
        "i = 0;\nwhile (i < 3) { i = i + 1; }",
    ),
    (
        "112",
        "= inside an expression",
        "An assignment is a statement and has no value: = cannot be chained and cannot "
        "stand in a condition. To compare, write ==.",
        'if (sipRequest.Method = "INVITE") { }',
        'if (sipRequest.Method == "INVITE") { }',
    ),
    (
        "113",
        "assignment to something that cannot take a value",
        "The left side of = is a variable, or a writable field of a built-in variable "
        "such as sipMessage.Stamp. Flat files and collections are read-only; data that "
        "must change belongs into the file itself or into managed code.",
        'GetUri("sip:a@lab.example") = "sip:b@lab.example";',
        'uri = "sip:b@lab.example";',
    ),
    (
        "114",
        "function in the wrong place",
        "All functions stand at the top of the script, before its first statement, and "
        "not inside each other.",
        "x = 1;\nfunction Next(n) { return n + 1; }",
        "function Next(n) { return n + 1; }\nx = Next(1);",
    ),
    (
        "115",
        "nested too deeply",
        "Brackets, blocks and chains of operators may be nested some dozens deep, which"
        " is far more than anybody can read. Name a part, or make it a function.",
        "x = " + "(" * 41 + "1" + ")" * 41 + ";",
        "x = 1;",
    ),
)
