"""An answer of the command line is given again while nothing that it comes from has changed.

What it comes from is all that the repository holds of claims, record, chapters and package, the lock, the packages that
are installed and, for ``check``, the history. Their digest is the name of the answer, so that a changed byte is another
question. Only answers of sound inputs are kept, and only those of the repository's own folders.
"""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

from audit.cli import main
from audit.figures.kept import found, keep_few
from audit.paths import ROOT
from audit.workshop import unchanged

#: Folders and files that an answer may come from. Notebooks are asked about by ``status`` alone.
INPUTS = ("audit", "seeds", "data", "README.md", "CHANGELOG.md", "requirements.txt", "_config.yml", "_toc.yml")
FOLDER = ROOT / ".cache" / "answers"
#: So many are kept; they are small, and one commit may have a hundred.
MOST = 200


def answer(arguments: list[str]) -> int:
    """Run a command, or print again what it printed on the same inputs; returns its exit code."""
    if not _can_be_kept(arguments):
        return main(arguments)
    try:
        question = question_of(arguments)
    except OSError:  # a file that cannot be read: the command says which
        return main(arguments)
    told = found(FOLDER, question)
    if told is None:
        told, code = _told(arguments)
        if (code == 0 or arguments == ["status"]) and question == question_of(arguments):
            keep_few(FOLDER, {question: told}, MOST)
    out, err, code = json.loads(told)
    sys.stdout.write(out)
    sys.stdout.flush()
    sys.stderr.write(err)
    return code


def _can_be_kept(arguments: list[str]) -> bool:
    match arguments:
        case ["findings"] | ["findings", "--json"] | ["check"] | ["status"]:
            return True
        case ["explain", name]:
            return not name.startswith("-")
    return False


def question_of(arguments: list[str]) -> str:
    """Digest of the question and of everything its answer comes from. Raises OSError for a file that cannot be read."""
    about = [*INPUTS, "chapters"] if arguments[0] == "status" else INPUTS
    history = [unchanged.history(ROOT)] if arguments[0] == "check" else []
    return unchanged.digest(ROOT, about, [*arguments, *unchanged.environment(), *history])


def _told(arguments: list[str]) -> tuple[bytes, int]:
    """What a command prints, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    return json.dumps([out.getvalue(), err.getvalue(), code]).encode(), code
