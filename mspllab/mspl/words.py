"""Words and signs of the language itself, each with its page (mspl.md §2)."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "function": """Begins a function of the script's own.

    All functions stand before the first statement. Arguments are passed by value, a
    function sees none of the body's variables, and none may call itself, not even by
    way of others.

    Example: function Twice(text) { return Concatenate(text, text); } Log("Debugr",
        false, Twice("ab"));
    """,
    "if": """Runs a statement where its condition is true.

    What is empty, zero, null or absent counts as false.

    Example: if (sipRequest) { ProxyRequest(""); } else { ProxyResponse(); }
    """,
    "else": """Begins what runs where the condition of its if is false.

    It belongs to the nearest if.

    Example: if (sipRequest) { ProxyRequest(""); } else { ProxyResponse(); }
    """,
    "switch": """Runs the branch whose value equals its own.

    Every branch ends in break.

    Example: switch (sipRequest.Method) { case "INVITE": Log("Debugr", false, "a call");
        break; case "MESSAGE": Log("Debugr", false, "a text"); break; }
    """,
    "case": """Begins a branch of a switch, with the value it is for.

    Guess: several labels in front of one branch are accepted with a remark.
    Example: switch (GetPort("sip:a@b:5061")) { case 5061: Log("Debugr", false, "TLS");
        break; }
    """,
    "default": """Begins the branch of a switch for all other values.

    Guess: no page mentions it; it is accepted with a remark, and refused with --strict.
    """,
    "break": """Leaves a foreach or while, or ends a case.

    Example: foreach (value in GetHeaderValues("Supported")) { break; }
    """,
    "continue": """Begins the next round of a foreach or while.

    Example: foreach (value in GetHeaderValues("Supported")) { continue; }
    """,
    "return": """Ends the function with a value, or ends the run.

    A function may return a text, a number or a bool, never a collection. Ending the run
    does not handle the message.

    Example: if (sipResponse) { return; }
    """,
    "foreach": """Runs a statement for every element of a collection.

    GetHeaderValues, Split and QueryEndpoints make collections; a single value counts as
    a collection of one. To assign to the element changes nothing but the copy.

    Guess: null is a collection of none; with --strict it ends the run.
    Example: foreach (value in Split("a,b", ",")) { Log("Debugr", false, value); }
    """,
    "in": """Stands between the element and the collection of a foreach.

    Example: foreach (value in Split("a,b", ",")) { Log("Debugr", false, value); }
    """,
    "while": """Runs a statement as long as its condition is true, 500 times at most.

    It came with 2013.

    Errors: round 501 ends the run.
    Example: i = 0; while (i < 3) { i = i + 1; }
    """,
    "true": """The bool that is.

    As text it is "true", as a number 1.

    Example: Concatenate(true, "") → "true"
    """,
    "false": """The bool that is not; fields of absent objects are it, too.

    As text it is "false", as a number 0.

    Example: Concatenate(false, "") → "false"
    """,
    "null": """No value: what functions give that find nothing.

    It is not "", equals nothing but itself, and ends the run wherever a text is wanted.
    Only Log, LengthString, IndexOfString, Dispatch and DispatchNotification take it.

    Example: GetDisplayName("sip:bob@lab.example") == null → true
    """,
    "=": """Gives a variable or a writable field a value.

    The first value decides the type of a variable; later ones are converted to it. It
    is a statement, and stands in no condition.

    Example: port = 0; port = "5061"; Log("Debugr", false, port);
    """,
    "==": """Whether two values are equal.

    The right one is first converted to the type of the left. Texts are compared letter
    by letter; EqualString can ignore case.

    Errors: a text that is no number, compared with one, ends the run.
    Guess: all of this; the reference shows little more than examples.
    Example: "INVITE" == StandardMethod.Invite → true
    Example: null == "" → false
    """,
    "!=": """Whether two values are different.

    Example: GetHostName("sip:bob@lab.example") != "lab.example" → false
    """,
    "<": """Whether the left value is smaller.

    Errors: null, bools, objects and collections have no order, and end the run.
    Example: LengthString("bob") < 4 → true
    """,
    "<=": """Whether the left value is smaller or equal.

    Example: 3 <= 3 → true
    """,
    ">": """Whether the left value is larger.

    Example: 3 > 3 → false
    """,
    ">=": """Whether the left value is larger or equal.

    Example: sipMessage.Origin >= 1 → true
    """,
    "!": """Whether a condition is false.

    Example: !IsPhoneUri("sip:bob@lab.example") → true
    """,
    "&&": """Whether both conditions are true; the right one is looked at only then.

    Guess: samples use it, the list of operators lacks it; accepted, remarked on with
        --strict.
    Example: true && LengthString("") == 0 → true
    """,
    "||": """Whether one of two conditions is true.

    Guess: samples use it, the list of operators lacks it; accepted, remarked on with
        --strict.
    Example: false || IsPasOnline() → true
    """,
    "+": """The sum of two numbers; texts are joined with Concatenate.

    Errors: a sum beyond 32 bits ends the run.
    Guess: samples of 2013 use it, the text says there is no arithmetic; refused below
        2013 and with --strict.
    Example: 12 + 30 → 42
    """,
    "-": """The difference of two numbers, or the sign of one.

    Guess: as for +.
    Example: LengthString("bob") - 1 → 2
    """,
    ".": """A field of an object, a member of a list, or a column of a flat file.

    A field of an absent object is false.

    Example: sipRequest.Method → "INVITE"
    """,
    "[": """A line of a flat file, by its number from 0 or by its key: people[0].name.

    Null: where there is no such line.
    Errors: a key for a file without keyColumnName ends the run.
    """,
}
"""Word or sign → its page, as `page.read_page` reads it."""
