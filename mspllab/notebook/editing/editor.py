"""Editor: a manifest in a notebook, checked as one types; its text lives in a file.

The front end sends the text with a number whenever one pauses, and every answer bears
the number of the text it is about, so that none is taken for that of another.
"""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from mspllab.applications.rewriting.repair import repair
from mspllab.applications.rewriting.style import in_style
from mspllab.errors import ManifestError, MsplSyntaxError, UsageError
from mspllab.notebook.editing.inspection import inspect
from mspllab.notebook.editing.style import style
from mspllab.notebook.editing.word_list import page_of_word, word_list
from mspllab.notebook.editing.working_copy import Changed, WorkingCopy
from mspllab.views.own_file import own_file

Content = Mapping[str, Any]
CHANGED = "was changed by another program; nothing is saved until you choose"


class Editor(anywidget.AnyWidget):
    """The text of a manifest with its findings, and what the last run reached of it.

    Args:
        start: the text one started from.
        copy: the file in which the text lives.
        name: what findings call it.
        run: what Run does.
    """

    _esm = "\n".join(
        [own_file("mspllab.notebook", "kernel.js"), own_file(__package__, "editor.js")]
    )
    _css = style()
    name = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    """See `word_list`."""
    text = traitlets.Unicode().tag(sync=True)
    """As the kernel knows it; a front end that is shown begins with it."""
    draft = traitlets.Dict().tag(sync=True)
    """{"number", "text"}: what is in the editor now."""
    answer = traitlets.Dict().tag(sync=True)
    """What is said of the draft of that number."""
    counts = traitlets.Dict().tag(sync=True)
    """{line: how often it ran}, of the lines that can; as text keys."""
    ran = traitlets.Unicode().tag(sync=True)
    """The text that the counts are about."""
    said = traitlets.Unicode().tag(sync=True)
    """What became of the last thing that was asked for, in a sentence."""

    def __init__(
        self, start: str, copy: WorkingCopy, name: str, run: Callable[[], None]
    ) -> None:
        self.start = start
        self.copy = copy
        self._run = run
        self._conflict = False
        text = start if copy.seen is None else copy.seen
        super().__init__(name=name, words=word_list(), text=text)
        self.answer = self._answer(0)
        self.observe(self._drafted, "draft")
        self.on_msg(self._asked)

    def replace(self, text: str) -> None:
        """Put another text into the editor, where Undo takes it back."""
        self.text = text
        self._save()
        self.answer = self._answer(self.answer.get("number", 0))

    def _drafted(self, change: Content) -> None:
        draft = change["new"]
        self.text = str(draft.get("text", ""))
        self._save()
        self.answer = self._answer(draft.get("number", 0))

    def _save(self, *, anyway: bool = False) -> None:
        """Let the file hold the text; where it cannot, say why."""
        try:
            (self.copy.overwrite if anyway else self.copy.save)(self.text)
        except Changed:
            self._conflict = True
            self.said = f"{self.copy.path.name} {CHANGED}."
        except UsageError as error:
            self.said = str(error)
        else:
            self._conflict = False

    def _answer(self, number: int) -> dict[str, Any]:
        return {
            "number": number,
            "file": self.copy.path.name,
            "saved": self.text == self.copy.seen,
            "conflict": self._conflict,
            **inspect(self.text, self.start, self.name),
        }

    def _asked(self, _: object, content: Content, __: object) -> None:
        """The front end wants something done with the text that comes with it."""
        do = {
            "run": self._run_text,
            "format": self._format,
            "repair": self._repair,
            "keep": self._keep,
            "take": self._take,
            "explain": self._explain,
        }.get(str(content.get("do")))
        if do is not None:
            do(content)

    def _run_text(self, content: Content) -> None:
        self._receive(content)
        self._run()

    def _receive(self, content: Content) -> None:
        """What is asked for is asked for of this text, typed a moment ago."""
        self.draft = {"number": content.get("number", 0), "text": content["text"]}

    def _format(self, content: Content) -> None:
        self._receive(content)
        try:
            styled = in_style(self.text.encode(), self.name).decode()
        except (ManifestError, MsplSyntaxError):
            self.said = "It has errors, and is left as it is; mend them first."
            return
        is_same = styled == self.text
        self._rewritten(content, styled)
        self.said = "It is in style already." if is_same else "Written in one style."

    def _repair(self, content: Content) -> None:
        self._receive(content)
        try:
            repaired = repair(self.text.encode(), self.name)
        except ManifestError as error:
            self.said = str(error)
            return
        self._rewritten(content, repaired.data.decode())
        mended = [str(one) for one in repaired.repairs]
        self.said = "Mended: " + "; ".join(mended) if mended else "Nothing to mend."

    def _rewritten(self, content: Content, text: str) -> None:
        self.send({"text": text, "number": content.get("number", 0)})

    def _keep(self, content: Content) -> None:
        self.text = str(content["text"])
        self.said = "Yours is in the file now."
        self._save(anyway=True)
        self.answer = self._answer(content.get("number", 0))

    def _take(self, content: Content) -> None:
        self._conflict = False
        self._rewritten(content, self.copy.take())
        self.said = "Theirs is in the editor now; Undo brings yours back."

    def _explain(self, content: Content) -> None:
        word = str(content.get("word", ""))
        self.send({"explain": word, "page": page_of_word(word)})
