from mspllab.applications.rewriting.draft import Draft, Edit, Repair


def test_edits_are_carried_out_wherever_they_stand_in_the_list() -> None:
    draft = Draft("one two three")
    assert draft.mend([Edit(8, 13, "3", "b"), Edit(0, 3, "1", "a")])
    assert draft.text == "1 two 3"
    assert draft.repairs == [Repair(1, "a"), Repair(1, "b")]


def test_an_edit_within_another_is_left_out() -> None:
    draft = Draft("one two")
    draft.mend([Edit(0, 7, "", "a"), Edit(4, 7, "2", "b")])
    assert (draft.text, draft.repairs) == ("", [Repair(1, "a")])


def test_lines_are_those_of_the_file_as_it_was() -> None:
    draft = Draft("a\nb\nc\nd")
    draft.mend([Edit(0, 2, "", "the first is gone")])
    draft.mend([Edit(0, 0, "x\ny\n", "two came")])
    draft.mend([Edit(8, 9, "D", "the last")])
    assert draft.text == "x\ny\nb\nc\nD"
    assert draft.repairs == [
        Repair(1, "the first is gone"),
        Repair(2, "two came"),
        Repair(4, "the last"),
    ]


def test_the_same_on_one_line_is_told_once() -> None:
    draft = Draft("“a” “b”\n“c”")
    draft.mend(Edit(at, at + 1, '"', "curly") for at in (0, 2, 4, 6, 8, 10))
    assert draft.repairs == [Repair(1, "curly"), Repair(2, "curly")]


def test_white_space_before_what_is_edited_does_not_count() -> None:
    draft = Draft("a\n\n  b")
    draft.mend([Edit(1, 6, "", "b")])
    assert draft.repairs == [Repair(3, "b")]


def test_nothing_to_mend_is_no_change() -> None:
    assert not Draft("a").mend([])
