from mspllab.mspl.entry import Entry
from mspllab.mspl.page import Example
from mspllab.views.reference.card import card

ENTRY = Entry(
    "AddHeader",
    "function",
    ("bool AddHeader(string name)",),
    "Add a header <b>.",
    ("See GetUri & Log.",),
    parameters=(("name", "its name"),),
    facts=(("Level", "from 2010 on."), ("Gives", "false, or GetUri.")),
    guess="none",
    examples=(Example('AddHeader("X<Y")', "true"), Example('if (a) { Log("x"); }')),
)


def test_all_text_is_escaped() -> None:
    html = card(ENTRY)

    assert "Add a header &lt;b&gt;." in html
    assert '"X&lt;Y"' in html
    assert "GetUri &amp; Log." in html


def test_known_names_are_links_but_for_its_own() -> None:
    html = card(ENTRY, links=("GetUri", "AddHeader"))

    assert html.count('<a href="#mspl-GetUri">GetUri</a>') == 2
    assert 'href="#mspl-AddHeader"' not in html


def test_short_facts_stand_beside_the_name() -> None:
    html = card(ENTRY)

    assert '<span class="badge">from 2010 on</span>' in html
    assert "<dt>Level</dt>" not in html
    assert "<dt>Gives</dt>" in html


def test_examples_are_coloured_and_laid_out() -> None:
    html = card(ENTRY)

    assert '<span class="result">→ true</span>' in html
    assert '<span class="t-keyword">if</span> (a) {\n    ' in html
    assert '<span class="t-string">"x"</span>' in html
