"""Program: a script compiled once, to be run against any number of hosts."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from types import CodeType, FunctionType

from mspllab.errors import MsplCheckError, MsplSyntaxError
from mspllab.mspl import nodes
from mspllab.mspl.checker import check_tree
from mspllab.mspl.checking.beside import errors_beside
from mspllab.mspl.compiler import compile_tree
from mspllab.mspl.diagnostics import Finding, in_order
from mspllab.mspl.extent import Extents
from mspllab.mspl.locating import Lines
from mspllab.mspl.parser import parse
from mspllab.mspl.settings import ALL_ADMITTED, Admission, Settings
from mspllab.mspl.source import Source
from mspllab.mspl.vocabulary import Applies, Level, Vocabulary
from mspllab.uncollected import Uncollected

Files = Mapping[str, tuple[str, ...]]
NO_FILES: Files = {}
MOST_KEPT = 256
"""Programs that are remembered by their source."""


class Program:
    """A script, compiled; it has no state, so any number of runs may share it."""

    def __init__(
        self, source: Source, vocabulary: Vocabulary, settings: Settings
    ) -> None:
        """Use `Program.compile`, which remembers what it has compiled."""
        with Uncollected():
            script, wrong = parse(source)
            if wrong:
                more = errors_beside(wrong, script, source, vocabulary, settings)
                raise MsplSyntaxError(in_order([*wrong, *more]))
            checked = check_tree(script, source, vocabulary, settings)
        if any(finding.is_error for finding in checked.findings):
            raise MsplCheckError(checked.findings)
        self.source = source
        self.vocabulary = vocabulary
        self.level = settings.level
        self.findings: tuple[Finding, ...] = tuple(checked.findings)
        """Warnings and information; a script with errors is no program."""
        self._checked = checked
        self._is_strict = settings.strict

    @classmethod
    def compile(
        cls,
        source: Source,
        vocabulary: Vocabulary,
        *,
        level: Level = Level.V2013,
        strict: bool = False,
        script_only: bool = False,
        files: Files = NO_FILES,
        applies: Applies = Applies.ANY,
        admission: Admission = ALL_ADMITTED,
    ) -> "Program":
        """The program for a script; the same one for the same script.

        `files` are the columns of each flat file, `applies` the messages that the
        manifest's filters let in, `admission` what else it says about them.

        Raises:
            MsplSyntaxError: it does not follow the grammar.
            MsplCheckError: it means something impossible.
        """
        settings = Settings(
            level, strict, script_only, tuple(files.items()), applies, admission
        )
        return _compiled(source, vocabulary, settings)

    # These two are the compiled functions themselves: a method around one of them would
    # cost a tenth of a run.

    @cached_property
    def run(self) -> Callable[[object], None]:
        """Run the script once on a host; ScriptError where the run was ended."""
        return self._compiled(is_recorded=False)

    @cached_property
    def run_recorded(self) -> Callable[[object, Lines], None]:
        """The same; statements add their lines to the list, before they run.

        Those of which each follows the one before it, unless that fails, are one tuple.
        """
        return self._compiled(is_recorded=True)

    @cached_property
    def body_lines(self) -> tuple[int, ...]:
        """Lines of the file on which a statement starts."""
        position = self.source.position
        return tuple(sorted({position(start)[0] for start in self.extents.starts}))

    @property
    def tree(self) -> nodes.Script:
        """The syntax tree, as the parser made it."""
        return self._checked.script

    @property
    def extents(self) -> Extents:
        """Where its statements stand."""
        return Extents(self._checked.script)

    @property
    def codes(self) -> tuple[CodeType, ...]:
        """The Python code of the body and of each function, by which `run` runs."""
        run = _function(self.run)
        own = [run.__globals__[f"{name}()"] for name in self._checked.types.functions]
        return run.__code__, *(one.__code__ for one in own)

    @property
    def code(self) -> CodeType:
        """The Python code that `run` runs."""
        return _function(self.run).__code__

    def _compiled(self, *, is_recorded: bool) -> FunctionType:
        return compile_tree(
            self._checked,
            self.source,
            is_strict=self._is_strict,
            is_recorded=is_recorded,
        )

    def __deepcopy__(self, memo: object) -> "Program":
        return self


def _function(run: Callable[[object], None]) -> FunctionType:
    assert isinstance(run, FunctionType), "a script is compiled to one"
    return run


@lru_cache(maxsize=MOST_KEPT)
def _compiled(source: Source, vocabulary: Vocabulary, settings: Settings) -> Program:
    return Program(source, vocabulary, settings)


def check(
    source: Source,
    vocabulary: Vocabulary,
    *,
    level: Level = Level.V2013,
    strict: bool = False,
    script_only: bool = False,
    files: Files = NO_FILES,
    applies: Applies = Applies.ANY,
    admission: Admission = ALL_ADMITTED,
) -> list[Finding]:
    """Everything there is to say about a script, errors included."""
    settings = Settings(
        level, strict, script_only, tuple(files.items()), applies, admission
    )
    with Uncollected():
        script, wrong = parse(source)
        if wrong:
            more = errors_beside(wrong, script, source, vocabulary, settings)
            return in_order([*wrong, *more])
        return check_tree(script, source, vocabulary, settings).findings
