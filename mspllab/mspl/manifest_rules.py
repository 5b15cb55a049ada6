"""What can be wrong with a manifest: code, severity, title and page of each finding.

`diagnostics` makes rules of these rows; the readers of manifests are elsewhere, since
the language has never heard of XML.
"""

NOT_XML = (
    (
        "301",
        "not well-formed XML",
        "A manifest is an XML file, and XML forgives nothing: one wrong character and "
        "the server does not load the application. It says so in the event log only.",
    ),
    (
        "302",
        "blank between / and >",
        "A tag without content ends in />, the two characters together. With a blank "
        "between them the file is no XML; even official samples were published so.",
    ),
    (
        "303",
        "blank after <",
        "The name follows < or </ at once. (A blank before the closing > of </name > "
        "is legal.)",
    ),
    (
        "304",
        "attribute value without quotation marks",
        'Every attribute value stands in quotation marks: name="value".',
    ),
    (
        "305",
        "curly quotation marks",
        "Word processors and web pages turn straight quotation marks into curly ones. "
        "XML knows only the straight ones, \" and '.",
    ),
    (
        "306",
        "XML declaration that is not closed or not at the start",
        'The first line is <?xml version="1.0"?>: it ends in ?>, and nothing stands '
        "before it, not even a blank.",
    ),
    (
        "307",
        "DOCTYPE",
        "A manifest needs no document type, and definitions of entities could make a "
        "reader swell or fetch files. It is refused.",
    ),
    (
        "308",
        "not readable as text",
        "A manifest is text in UTF-8, in UTF-16 with a byte order mark, or in the "
        "encoding its XML declaration names.",
    ),
    (
        "309",
        "script outside CDATA",
        "In XML < and & begin markup, and scripts are full of both. The script stands "
        "between <![CDATA[ and ]]>, where they mean nothing special; the characters "
        "]]> cannot stand in it.",
    ),
    (
        "310",
        "tags that do not match",
        "Each <name> is closed by a </name> of exactly the same name, the innermost "
        "one first; letter case counts.",
    ),
    (
        "311",
        "prefix that is not declared",
        "The part of a name before the colon must be declared on the root element: "
        'xmlns:lc="http://schemas.microsoft.com/lcs/2006/05".',
    ),
)

WRONG_CONTENT = (
    (
        "312",
        "no applicationManifest",
        "The outermost element of a manifest is applicationManifest, in the namespace "
        "http://schemas.microsoft.com/lcs/2006/05.",
    ),
    (
        "313",
        "wrong namespace",
        "The server goes by the namespace name, letter by letter: "
        "http://schemas.microsoft.com/lcs/2006/05 since Office Communications Server "
        "2007, …/lcs/2004/05 and …/lcs/2003/05 before.",
    ),
    (
        "314",
        "namespace with https",
        "The namespace is a name, not a link, and begins with http://. Newer copies of "
        "the documentation print https:// because all their links were rewritten.",
    ),
    (
        "315",
        "no appUri",
        "Each application has a unique name, the appUri attribute of its root element. "
        "It must equal the -Uri given to New-CsServerApplication, letter by letter.",
    ),
    (
        "316",
        "appUri that is no full URL",
        "The appUri is an HTTP URL with its scheme, such as "
        "http://lab.example/apps/one, without blanks. Nothing needs to be found there.",
    ),
    (
        "317",
        "unknown element",
        "A manifest consists of serverFilter, requestFilter, responseFilter, "
        "proxyByDefault, allowRegistrationBeforeUserServices, file, scriptOnly and, "
        "last, splScript. Letter case counts.",
    ),
    (
        "318",
        "script-only",
        "The element is called scriptOnly. One template of the official documentation "
        "writes it with a hyphen.",
    ),
    (
        "319",
        "unknown attribute",
        "Each element has its own attributes; letter case counts. Only appUri carries "
        "the namespace prefix.",
    ),
    (
        "320",
        "methodName",
        "The attribute is called methodNames. One template of the official "
        "documentation leaves out the s.",
    ),
    (
        "321",
        "value that is not allowed",
        "The attribute takes one of a few values, or a list of them with commas "
        "between.",
    ),
    (
        "322",
        "ALL or NONE beside other values",
        "ALL and NONE stand alone.",
    ),
    (
        "323",
        "single status code in reasonCodes",
        "The response filter knows classes only: 1nn, 2nn … 6nn, or 1XX … 6XX. The "
        "script itself can look at sipResponse.StatusCode.",
    ),
    (
        "324",
        "element or attribute twice",
        "Apart from file and column each element may stand once.",
    ),
    (
        "325",
        "no splScript",
        "The script is the content of the element splScript; there is exactly one.",
    ),
    (
        "326",
        "splScript is not last",
        "Every other element stands before splScript.",
    ),
    (
        "327",
        "attribute missing",
        "The element says nothing without this attribute.",
    ),
    (
        "328",
        "key column",
        "keyColumnName names one of the columns of the same file; ignoreCase is about "
        "keys and has no meaning without it.",
    ),
    (
        "329",
        "name that a script could not write",
        "The names of files and columns become names of the script: a letter or "
        "underscore, then letters, digits and underscores.",
    ),
    (
        "333",
        "data file that cannot be used",
        "The file must be there when the application is loaded, and no two lines may "
        "have the same key.",
    ),
)

DOUBTFUL = (
    (
        "330",
        "attribute without effect",
        "The attribute is read and ignored: its meaning is not documented.",
    ),
    (
        "331",
        "text between the elements",
        "Outside splScript a manifest has no text; something may have been cut off or "
        "pasted in.",
    ),
    (
        "332",
        "value in other letters",
        "The documentation writes the value in another letter case. It is taken for "
        "what it means here; whether a server does so is not known.",
    ),
    (
        "334",
        "data file not given",
        "The script was loaded without its data file, so every cell reads as null.",
    ),
)
