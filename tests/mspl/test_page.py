from mspllab.mspl.page import Example, Page, read_page

TEXT = """Cut a text.

    It is cut at the separator,
    and nowhere else.

    separator: one character: the first
        of what is given.
    Gives: the pieces.
    Guess: nothing.
    Example: Split("a,b", ",") → "a", "b"
    Example: Log("x", false,
        "y");
    """


def test_a_docstring_is_taken_apart() -> None:
    assert read_page(TEXT) == Page(
        "Cut a text.",
        ("It is cut at the separator, and nowhere else.",),
        (
            ("separator", "one character: the first of what is given."),
            ("Gives", "the pieces."),
            ("Guess", "nothing."),
        ),
        (
            Example('Split("a,b", ",")', '"a", "b"'),
            Example('Log("x", false, "y");'),
        ),
    )


def test_a_sentence_alone_is_a_page() -> None:
    assert read_page("Cut a text.") == Page("Cut a text.")
    assert read_page("") == Page()


def test_a_note_is_found_by_its_label() -> None:
    page = read_page(TEXT)

    assert page.note("Gives") == "the pieces."
    assert page.note("Errors") == ""


def test_an_example_that_gives_nothing_says_so() -> None:
    assert read_page("A.\n\nExample: F() →").examples == (Example("F()", ""),)
    assert str(Example("F()", "1")) == "F() → 1"
    assert str(Example("F();")) == "F();"
