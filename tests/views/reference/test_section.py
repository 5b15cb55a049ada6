from mspllab.mspl.entry import Entry
from mspllab.views.reference.section import Grid, Section

ONE = Entry("One", "function", ("void One()",), "Do one.")
TWO = Entry("Two", "function", ("void Two()",), "Do two.")


def test_several_entries_have_an_index() -> None:
    html = Section((ONE, TWO))._repr_html_()

    assert html.index('href="#mspl-Two"') < html.index('id="mspl-One"')
    assert 'class="index"' not in Section((ONE,))._repr_html_()


def test_a_section_as_text_has_every_entry() -> None:
    assert str(Section((ONE, TWO))) == (
        "void One()\n    function\n\nDo one.\n\n\nvoid Two()\n    function\n\nDo two."
    )


def test_a_grid_has_columns_as_wide_as_they_must_be() -> None:
    grid = Grid(("name", "2005"), (("Challenge", "✓"), ("Role", "·")), is_marked=True)

    assert str(grid) == "name       2005\nChallenge  ✓\nRole       ·"
    html = grid._repr_html_()
    assert '<td class="mark yes">✓</td>' in html
    assert '<td class="mark no">·</td>' in html
