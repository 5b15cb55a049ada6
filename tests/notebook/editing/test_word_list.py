"""Every name that is completed has its explanation."""

from mspllab.applications.vocabulary import vocabulary_for
from mspllab.mspl.vocabulary import Level
from mspllab.notebook.editing.word_list import page_of_word, word_list


def test_every_function_variable_field_and_constant_is_there() -> None:
    words, vocabulary = word_list(), vocabulary_for(Level.V2013)

    assert set(vocabulary.functions) <= set(words)
    assert set(vocabulary.variables) <= set(words)
    assert words["ContainsString"][0] == "function"
    assert words["sipRequest.Method"][0] == "field"
    assert all(summary for _, _, summary in words.values())


def test_a_name_has_a_page_and_another_has_none() -> None:
    assert "ContainsString(" in page_of_word("ContainsString")
    assert page_of_word("ContainString") == ""
