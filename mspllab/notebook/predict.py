"""predict: the questions of a prediction as controls, with a static form to unfold."""

from html import escape
from typing import Any

import ipywidgets

from mspllab.notebook.prediction import LETTERS, Prediction, Question, Score, predict_at
from mspllab.trace.trace import Trace
from mspllab.views.ladder import render_ladder
from mspllab.views.sequence import draw_sequence

ASKED = "What comes next?"


class Predict(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """The ladder so far, the questions, and, once they are answered, the score.

    Where no widget can be shown the answers lie folded under the questions.
    """

    children: Any

    def __init__(self, prediction: Prediction) -> None:
        self.prediction = prediction
        self.controls = {
            question.key: _control(question) for question in prediction.questions
        }
        self._button = ipywidgets.Button(description="Check", button_style="primary")
        self._button.on_click(self._check)
        self._said = ipywidgets.HTML()
        labelled = [
            ipywidgets.VBox([ipywidgets.HTML(_label(question)), control])
            for question, control in zip(
                prediction.questions, self.controls.values(), strict=True
            )
        ]
        so_far = ipywidgets.HTML(_so_far(prediction))
        super().__init__([so_far, *labelled, self._button, self._said])

    def answer(self, **answers: object) -> Score:
        """Score answers, each by its question's key: `next="B", line=13, to="sip:…"`.

        Raises:
            UsageError: there is no such question.
        """
        return self.prediction.answer(**answers)

    def _check(self, _: object) -> None:
        answers = {key: control.value for key, control in self.controls.items()}
        score = self.answer(**answers)
        following = draw_sequence(self.prediction.trace).html
        self._said.value = f"{_scored(score)}{following}"

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        found = super()._repr_mimebundle_() or {}
        data, metadata = found if isinstance(found, tuple) else (found, {})
        so_far = render_ladder(self.prediction.before, whole=self.prediction.trace)
        data["text/plain"] = f"{so_far}{ASKED}\n{self.prediction}"
        data["text/html"] = _folded(self.prediction)
        return data, metadata

    def __repr__(self) -> str:
        return repr(self.prediction)


def predict(trace: Trace, at: int | float) -> Predict:
    """Hide what comes from `at` on, and ask for it.

    Args:
        trace: the run; nothing of it is shown beyond the moment.
        at: number of the first message that is hidden, or a second (with a point: 0.5).

    Raises:
        UsageError: there is no message any more.
    """
    return Predict(predict_at(trace, at))


def _control(question: Question) -> Any:  # noqa: ANN401 - ipywidgets has no types
    wide = ipywidgets.Layout(width="min(100%, 620px)")
    if question.choices:
        return ipywidgets.RadioButtons(
            options=question.choices, value=None, description="Next", layout=wide
        )
    # Sent when it is whole: half an answer still on its way to a busy kernel would be
    # overtaken by the click on "Check".
    return ipywidgets.Text(
        description=NAMES[question.key],
        placeholder="your answer",
        continuous_update=False,
        layout=wide,
    )


NAMES = {"line": "Line", "to": "To", "request_uri": "R-URI"}


def _label(question: Question) -> str:
    return f"<b>{escape(question.text)}</b>"


def _so_far(prediction: Prediction) -> str:
    before = prediction.before
    if not before.hops:
        return f"<p>Nothing has been sent yet.</p><h3>{ASKED}</h3>"
    drawing = draw_sequence(before, whole=prediction.trace)
    return f"{drawing.html}<h3>{ASKED}</h3>"


def _scored(score: Score) -> str:
    rows = "".join(f"<li>{escape(str(verdict))}</li>" for verdict in score.verdicts)
    head = f"{score.right} of {len(score.verdicts)} right."
    style = "list-style:none;padding-left:0"
    return (
        f'<div role="status"><p><b>{head}</b> {escape(score.revealed)}</p>'
        f'<ul style="{style}">{rows}</ul></div>'
    )


def _folded(prediction: Prediction) -> str:
    questions = "".join(
        f"<li>{escape(question.text)}{_options(question)}"
        f"<details><summary>Answer</summary>{escape(question.right[0])}. "
        f"{escape(question.why)}</details></li>"
        for question in prediction.questions
    )
    return f"{_so_far(prediction)}<ol>{questions}</ol>"


def _options(question: Question) -> str:
    if not question.choices:
        return ""
    lettered = zip(LETTERS, question.choices, strict=False)
    return "".join(f"<br>{letter} &nbsp;{escape(one)}" for letter, one in lettered)
