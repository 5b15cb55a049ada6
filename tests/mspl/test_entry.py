from mspllab.mspl.entry import Entry, markdown, styled
from mspllab.mspl.page import Example

ENTRY = Entry(
    "Try",
    "function",
    ("bool Try(string text)",),
    "Try it.",
    ("Once, or " + "many times, " * 8 + "and more.",),
    parameters=(("text", "what is tried"),),
    facts=(("Gives", "whether it went well."),),
    guess="everything.",
    examples=(Example('Try("a")', "true"), Example('if (a) { Try("b"); }')),
)


def test_text_is_for_a_terminal() -> None:
    text = str(ENTRY)

    assert text.startswith(
        "bool Try(string text)\n    function\n\nTry it.\n\nOnce, or "
    )
    assert max(len(line) for line in text.splitlines()) <= 78
    assert "  text       what is tried\n  Gives      whether it went well.\n" in text
    assert "  Our guess  everything.\n" in text
    assert text.endswith(
        '    Try("a") → true\n\n    if (a) {\n        Try("b");\n    }'
    )


def test_markdown_is_for_hovering() -> None:
    text = markdown(ENTRY)

    assert text.startswith("```mspl\nbool Try(string text)\n```\n\nTry it.\n\n")
    assert "- `text`: what is tried" in text
    assert "- **Gives**: whether it went well." in text
    assert "*Our guess, where the reference is silent:* everything." in text
    assert text.endswith('```mspl\nTry("a") → true\nif (a) {\n    Try("b");\n}\n```')


def test_data_are_plain_values() -> None:
    values = ENTRY.to_json()

    assert values["parameters"] == {"text": "what is tried"}
    assert values["examples"] == ['Try("a") → true', 'if (a) { Try("b"); }']


def test_long_signatures_are_broken() -> None:
    long = ENTRY._replace(forms=("bool Try(" + "string text, " * 8 + "int last)",))

    first, second, *_ = str(long).splitlines()
    assert len(first) <= 78
    assert second.startswith("    ")


def test_an_example_is_laid_out_as_the_formatter_does() -> None:
    assert styled(Example('Log("x",false) ;')) == 'Log("x", false);'
    assert styled(Example("1+2", "3")) == "1 + 2 → 3"
