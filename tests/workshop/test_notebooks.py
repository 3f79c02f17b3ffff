"""The runner of notebooks, on a small repository of two notebooks and two tables."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from audit.faults import FaultsError
from audit.paths import ROOT
from audit.workshop import notebooks
from audit.workshop.notebooks import Inputs, NotebookError, execute, execute_all, status

READ_TABLE = """\
from pathlib import Path
from audit.inputs import trace
trace.note_table("{name}")
trace.note_claim("{name}-claim")
print(sum(int(row) for row in Path("../data/{name}.csv").read_text().split()))"""


def write(path: Path, *cells) -> Path:
    notebook = new_notebook(cells=list(cells))
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def read_inputs(root: Path) -> Inputs:
    """Digests of the small repository, in place of ledger and record."""
    tables = {file.stem: notebooks._digest(file.read_bytes()) for file in root.glob("data/*.csv")}
    return Inputs(
        root=root,
        tables=tables,
        claims={f"{name}-claim": "as-seeded" for name in ("apples", "pears")},
        modules=notebooks.package_digests(root),
        lock=notebooks.lock_digest(root),
    )


def make_repository(root: Path) -> Path:
    for folder in ("audit/inputs", "data", "chapters"):
        (root / folder).mkdir(parents=True)
    for module in ("__init__", "paths", "faults", "inputs/__init__", "inputs/trace"):
        shutil.copy(ROOT / "audit" / f"{module}.py", root / "audit" / f"{module}.py")
    for data in ("audit/templates/card.html", "audit/unused/__init__.py", "audit/unused/page.html"):
        (root / data).parent.mkdir(exist_ok=True)
        (root / data).write_text("")
    (root / "requirements.txt").write_text("nbclient==0\n")
    for name, numbers in {"apples": "1 2 3", "pears": "10 20"}.items():
        (root / "data" / f"{name}.csv").write_text(numbers)
        write(
            root / "chapters" / f"{name}.ipynb",
            new_markdown_cell("# A question", id="question"),
            new_code_cell(READ_TABLE.format(name=name), id="total"),
            new_code_cell("sorted({'b', 'a'}), 1 / 3", id="shown"),
        )
    return root


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> Path:
    """The small repository with both notebooks executed; made once, copied for each test."""
    root = make_repository(tmp_path_factory.mktemp("executed"))
    execute_all(inputs=read_inputs(root), say=lambda line: None)
    return root


@pytest.fixture
def repository(executed, tmp_path) -> Path:
    return shutil.copytree(executed, tmp_path / "repository")


def reasons(path: Path) -> tuple[str, ...]:
    return status(path, read_inputs(path.parent.parent)).reasons


def change(path: Path, edit) -> None:
    """Edit a stored notebook as a person or tool would."""
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)


def test_executed_notebooks_are_up_to_date_and_say_what_they_used(repository):
    path = repository / "chapters" / "apples.ipynb"
    assert reasons(path) == ()
    stored = nbformat.read(path, as_version=4)
    assert stored.cells[1].outputs[0].text == "6\n"
    assert [cell.get("execution_count") for cell in stored.cells] == [None, 1, 2]
    prints = stored.metadata.audit.fingerprint
    assert list(prints.tables) == ["apples"]
    assert list(prints.claims) == ["apples-claim"]
    assert list(prints.modules) == [
        "audit/__init__.py", "audit/inputs/__init__.py", "audit/inputs/trace.py", "audit/paths.py", "audit/templates/card.html",
    ]  # fmt: skip


def test_edited_table_executes_only_the_notebook_that_uses_it(repository):
    (repository / "data" / "apples.csv").write_text("1 2 4")
    apples, pears = (repository / "chapters" / f"{name}.ipynb" for name in ("apples", "pears"))
    before, lines = pears.read_bytes(), []
    assert execute_all(inputs=read_inputs(repository), say=lines.append) == [apples]
    assert "chapters/pears.ipynb: up to date" in lines
    done = r"chapters/apples\.ipynb: executed in \d+\.\d s \(table apples changed\)"
    assert re.fullmatch(done, lines[-1])
    assert nbformat.read(apples, 4).cells[1].outputs[0].text == "7\n"
    assert pears.read_bytes() == before


def test_two_executions_give_the_same_bytes(repository):
    path = repository / "chapters" / "apples.ipynb"
    first = path.read_bytes()
    execute(path, read_inputs(repository))
    assert path.read_bytes() == first
    assert first.endswith(b"}\n") and b"\r" not in first
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda nb: nb.cells[1].update(source="1"), "cell 'total' changed"),
        (lambda nb: nb.cells[1].metadata.update(tags=["hide-input"]), "cell 'total' changed"),
        (lambda nb: nb.cells.pop(0), "cell 'question' is gone"),
        (lambda nb: nb.cells.append(new_code_cell("2", id="extra")), "cell 'extra' is new"),
        (lambda nb: nb.cells.reverse(), "cells changed places"),
        (lambda nb: nb.cells[1].outputs[0].update(text="60\n"), "stored outputs were edited (cell 'total')"),
        (lambda nb: nb.cells[1].update(outputs=[]), "an output is missing (cell 'total')"),
        (lambda nb: nb.metadata.pop("audit"), "never executed"),
    ],
)
def test_edited_notebook_is_out_of_date(repository, edit, reason):
    path = repository / "chapters" / "apples.ipynb"
    change(path, edit)
    assert reasons(path) == (reason,)


def test_a_counter_is_no_published_figure(repository):
    path = repository / "chapters" / "apples.ipynb"

    def renumber(notebook):
        notebook.cells[2].execution_count = notebook.cells[2].outputs[0].execution_count = 9

    change(path, renumber)
    assert reasons(path) == ()


SHOW_ALL_FORMS = """\
class Shown:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            "text/plain": "a chart", "text/html": "<b>29</b>", "text/markdown": "**29**", "image/svg+xml": "<svg/>",
            "application/json": {"value": 29}, "application/vnd.vegalite.v6+json": {"mark": "bar"}, "text/latex": "$29$",
        }
Shown()"""
FORMS = "text/plain text/html text/markdown text/latex image/svg+xml application/vnd.vegalite.v6+json application/json"


@pytest.mark.parametrize("form", FORMS.split())
def test_an_edit_of_any_form_of_an_output_is_seen(executed, tmp_path_factory, form):
    """The static picture among them: notebook viewers show it, and nobody draws it again."""
    root = executed
    path = root / "chapters" / "forms.ipynb"
    if not path.exists():
        write(path, new_code_cell(SHOW_ALL_FORMS, id="forms"))
        execute(path, read_inputs(root))
        path.rename(root / "forms.ipynb")  # the other tests know two chapters
        path = root / "forms.ipynb"
    copy = tmp_path_factory.mktemp("forged") / "forms.ipynb"
    shutil.copy(path, copy)
    assert status(copy, read_inputs(root)).reasons == ()

    def forge(notebook):
        given = notebook.cells[0].outputs[0].data[form]
        notebook.cells[0].outputs[0].data[form] = {**given, "value": 30} if isinstance(given, dict) else given + " "

    change(copy, forge)
    assert status(copy, read_inputs(root)).reasons == ("stored outputs were edited (cell 'forms')",)

    def take_out(notebook):
        del notebook.cells[0].outputs[0].data[form]

    shutil.copy(path, copy)
    change(copy, take_out)
    assert status(copy, read_inputs(root)).reasons == ("stored outputs were edited (cell 'forms')",)


def test_a_picture_attached_to_a_text_is_part_of_it(repository):
    path = repository / "chapters" / "apples.ipynb"
    change(path, lambda nb: nb.cells[0].update(attachments={"a.png": {"image/png": "AAAA"}}))
    assert reasons(path) == ("cell 'question' changed",)


def test_each_input_is_named(repository):
    path = repository / "chapters" / "apples.ipynb"
    (repository / "audit" / "inputs" / "trace.py").open("a").write("# edited\n")
    (repository / "requirements.txt").write_text("nbclient==1\n")
    (repository / "data" / "apples.csv").unlink()
    inputs = replace(read_inputs(repository), claims={"apples-claim": "reworded"})
    assert status(path, inputs).reasons == (
        "table apples is gone",
        "claim apples-claim changed",
        "package file audit/inputs/trace.py changed",
        "the lock changed",
    )


def test_inputs_are_read_from_ledger_and_record(tmp_path):
    for folder in ("audit", "data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    before = Inputs.read(tmp_path)
    table, claims = tmp_path / "data" / "trade_annual.csv", tmp_path / "seeds" / "claims.yml"
    header, row, *rest = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([header, *rest, ""]), encoding="utf-8")
    now = Inputs.read(tmp_path)
    assert {name for name in now.tables if now.tables[name] != before.tables[name]} == {"trade_annual"}
    assert replace(now, tables=before.tables) == before
    assert "trade-growth-2022" in now.claims
    whole = claims.read_text(encoding="utf-8")
    claims.write_text(whole[: whole.rindex("\n- id: ")] + "\n", encoding="utf-8")
    fewer = Inputs.read(tmp_path).claims
    assert "list of claims" in {name for name in fewer if fewer[name] != now.claims[name]}
    claims.write_text(claims.read_text(encoding="utf-8").replace("kind: quantity", "kind: quality", 1), "utf-8")
    with pytest.raises(FaultsError, match=r"claims\.yml:\d+:kind"):
        Inputs.read(tmp_path)
    (tmp_path / "requirements.txt").unlink()
    with pytest.raises(FaultsError, match=r"requirements\.txt:-:-: there is no such file"):
        notebooks.lock_digest(tmp_path)


@pytest.fixture
def kept_inputs(tmp_path, monkeypatch):
    """A repository of one table, and a count of how often its inputs were read."""
    for name in ("audit/module.py", "data/table.csv", "seeds/claims.yml", "requirements.txt", "_toc.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("as it was")
    reads = []

    def read(root):
        reads.append(root)
        return {"tables": {"table": (root / "data/table.csv").read_text()}, "claims": {}, "modules": {}, "sources": {}}

    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    monkeypatch.setattr(notebooks, "INPUTS", tmp_path / ".cache")
    monkeypatch.setattr(notebooks, "_read", read)
    return tmp_path, reads


def test_inputs_are_read_once(kept_inputs):
    root, reads = kept_inputs
    assert Inputs.read(root) == Inputs.read(root) and len(reads) == 1


@pytest.mark.parametrize(
    "name", ["audit/module.py", "data/table.csv", "seeds/claims.yml", "requirements.txt", "_toc.yml"]
)
def test_inputs_are_read_again_after_an_edit(kept_inputs, name):
    root, reads = kept_inputs
    Inputs.read(root)
    (root / name).write_text("as it is!")
    assert Inputs.read(root).tables == {"table": (root / "data/table.csv").read_text()} and len(reads) == 2


def test_damaged_inputs_are_read_again(kept_inputs):
    root, reads = kept_inputs
    before = Inputs.read(root)
    (kept,) = (root / ".cache").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"as it was", b"as it is!"))
    assert Inputs.read(root) == before and len(reads) == 2


def test_inputs_edited_while_they_are_read_are_not_kept(kept_inputs, monkeypatch):
    root, reads = kept_inputs
    read = notebooks._read

    def edited_meanwhile(root):
        found = read(root)
        (root / "data" / "table.csv").write_text("as it is!")
        return found

    monkeypatch.setattr(notebooks, "_read", edited_meanwhile)
    assert Inputs.read(root).tables == {"table": "as it was"}
    assert Inputs.read(root).tables == {"table": "as it is!"} and len(reads) == 2


def test_of_inputs_edited_while_they_are_read_no_status_is_kept(kept_inputs, monkeypatch):
    root, _ = kept_inputs
    read = notebooks._read
    monkeypatch.setattr(
        notebooks, "_read", lambda root: (root / "data/table.csv").write_text("as it is!") and read(root)
    )
    assert Inputs.read(root).question is None


@pytest.fixture
def kept_statuses(kept_inputs, monkeypatch):
    """A notebook in that repository, and a count of how often its status was found out."""
    root, _ = kept_inputs
    path, asked = root / "chapters" / "one.ipynb", []
    path.parent.mkdir()
    path.write_text("cells")

    def status(path, inputs):
        asked.append(path)
        return notebooks.Status((f"{path.read_text()} of {inputs.tables['table']}",))

    monkeypatch.setattr(notebooks, "STATUSES", root / ".statuses")
    monkeypatch.setattr(notebooks, "status", status)
    return root, path, asked


def reasons_of(root, path):
    found, broken = notebooks.statuses([path], Inputs.read(root))
    assert broken == []
    return found[path].reasons


def test_the_status_of_a_notebook_is_found_out_once(kept_statuses):
    root, path, asked = kept_statuses
    assert reasons_of(root, path) == reasons_of(root, path) == ("cells of as it was",) and len(asked) == 1


@pytest.mark.parametrize(
    ("name", "said"), [("data/table.csv", "cells of as it is!"), ("chapters/one.ipynb", "as it is! of as it was")]
)
def test_another_byte_of_notebook_or_inputs_is_another_status(kept_statuses, name, said):
    root, path, asked = kept_statuses
    reasons_of(root, path)
    (root / name).write_text("as it is!")
    assert reasons_of(root, path) == (said,) and len(asked) == 2


def test_a_damaged_status_is_found_out_again(kept_statuses):
    root, path, asked = kept_statuses
    before = reasons_of(root, path)
    (told,) = (root / ".statuses").iterdir()
    told.write_bytes(told.read_bytes().replace(b"was", b"is!"))
    assert reasons_of(root, path) == before and len(asked) == 2


def test_failing_cell_leaves_the_stored_notebooks_and_names_the_place(repository):
    inputs = read_inputs(repository)
    failing = write(
        repository / "chapters" / "failing.ipynb",
        new_code_cell("claimed = 29", id="claimed"),
        # the tag does not help: a chapter never shows an error
        new_code_cell("claimed / 0", id="boom", metadata={"tags": ["raises-exception"]}),
    )
    change(repository / "chapters" / "pears.ipynb", lambda nb: nb.metadata.pop("audit"))
    before = failing.read_bytes()
    with pytest.raises(NotebookError) as error:
        execute_all(inputs=inputs, say=lambda line: None)
    first, *traceback = str(error.value).splitlines()
    assert first == "chapters/failing.ipynb: cell 'boom': ZeroDivisionError: division by zero"
    assert any("claimed / 0" in line for line in traceback) and "\x1b" not in str(error.value)
    assert failing.read_bytes() == before
    # the others are done all the same
    assert status(repository / "chapters" / "pears.ipynb", inputs).up_to_date


def test_edit_made_during_execution_is_kept(repository):
    source = "open('edited.ipynb', 'a').write(' ')"
    path = write(repository / "chapters" / "edited.ipynb", new_code_cell(source, id="edit"))
    before = path.read_bytes()
    with pytest.raises(NotebookError, match=r"edited\.ipynb: was edited while it was executed"):
        execute(path, read_inputs(repository))
    assert path.read_bytes() == before + b" "


def test_endless_cell_is_stopped(repository, monkeypatch):
    monkeypatch.setattr(notebooks, "TIMEOUT", 1)
    path = write(repository / "chapters" / "endless.ipynb", new_code_cell("while True: pass", id="loop"))
    with pytest.raises(NotebookError, match=r"endless\.ipynb: cell 'loop': ran for more than 1 s"):
        execute(path, read_inputs(repository))


def test_kernel_is_clean(repository, monkeypatch, tmp_path):
    """Neither the user's own settings nor another copy of the package reach the kernel."""
    startup = tmp_path / "startup.py"
    startup.write_text("leaked = True")
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))
    source = "import audit, os\nprint('leaked' in globals(), audit.__file__, os.getcwd())"
    path = write(repository / "chapters" / "clean.ipynb", new_code_cell(source, id="look"))
    execute(path, read_inputs(repository))
    printed = nbformat.read(path, 4).cells[0].outputs[0].text.split()
    assert printed == ["False", str(repository / "audit" / "__init__.py"), str(repository / "chapters")]


# --- files that are no notebooks ---

SOUND = nbformat.writes(new_notebook(cells=[new_code_cell("1 + 1", id="sum")]))
MERGED = SOUND.replace('"1 + 1"', '"1 + 2"')
UNSETTLED = f"<<<<<<< HEAD\n{SOUND}=======\n{MERGED}>>>>>>> other\n"
PYTHON_2 = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}
LATER = {"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}
INVALID = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"id": "a b"}]}
CELLS_OF_TEXT = INVALID | {"cells": "none"}
CELLS_OF_NUMBERS = INVALID | {"cells": [1, 2]}
NO_METADATA = {"nbformat": 4, "nbformat_minor": 2, "cells": []}


@pytest.mark.parametrize(
    ("content", "cause", "remedy"),
    [
        (UNSETTLED, "has the marks of an unfinished merge (line 1)", "settle the merge"),
        (SOUND.replace("{", "{\n<<<<<<< HEAD", 1), "has the marks of an unfinished merge (line 2)", "settle the merge"),
        ("\ufeff" + SOUND, "begins with a byte order mark", "save it as UTF-8 without one"),
        (SOUND.encode("utf-16"), "begins with a byte order mark", "save it as UTF-8 without one"),
        (SOUND.replace("1 + 1", "é").encode("latin-1"), "the byte 0xe9 on line 10 is not UTF-8", "save it as UTF-8"),
        ("", "is empty", "restore it (git checkout -- "),
        (" \n\n", "is empty", "restore it"),
        (SOUND[: len(SOUND) // 2], "is cut off (line ", "restore it"),
        (SOUND[:-3], "is cut off (line ", "restore it"),
        (SOUND.replace(":", "=", 1), "is not JSON (line ", "restore it"),
        ("# %% a script\n", "is not JSON (line 1, column 1: ", "restore it"),
        ("[" * 100_000, "is not a notebook: its JSON is nested too deeply", "restore it"),
        ("[]", "is JSON but not a notebook", "restore it"),
        ("{}", "is JSON but not a notebook", "restore it"),
        ("null", "is JSON but not a notebook", "restore it"),
        ('{"nbformat": "4", "cells": []}', "is JSON but not a notebook", "restore it"),
        (json.dumps(PYTHON_2), "is in notebook format 3", "open it in a current Jupyter and save it in format 4"),
        (json.dumps(LATER), "is in notebook format 5", "open it in a current Jupyter and save it in format 4"),
        (json.dumps(INVALID), "is no valid notebook (", "restore it"),
        (json.dumps(CELLS_OF_TEXT), "is no valid notebook (", "restore it"),
        (json.dumps(CELLS_OF_NUMBERS), "is no valid notebook (", "restore it"),
        (json.dumps(NO_METADATA), "is no valid notebook (", "restore it"),
    ],
)
def test_a_broken_notebook_is_told_in_one_line_with_its_cause_and_a_remedy(tmp_path, content, cause, remedy):
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    with pytest.raises(NotebookError) as error:
        status(path)
    assert str(error.value).startswith(f"{path}: {cause}") and f"; {remedy}" in str(error.value)
    assert "\n" not in str(error.value)


def test_what_cannot_be_read_at_all_is_told_as_well(tmp_path, monkeypatch):
    folder, link = tmp_path / "folder.ipynb", tmp_path / "link.ipynb"
    folder.mkdir()
    link.symlink_to(tmp_path / "nowhere.ipynb")
    for path, line in [
        (folder, "is a folder, not a notebook; move it away, or take it out of _toc.yml"),
        (link, f"there is no such file; restore it (git checkout -- {link}) or remove it"),
    ]:
        with pytest.raises(NotebookError) as error:
            status(path)
        assert str(error.value) == f"{path}: {line}"

    def forbidden(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(NotebookError, match=r"x.ipynb: cannot be read \(Permission denied\); let yourself read it"):
        status(tmp_path / "x.ipynb")


@pytest.mark.parametrize("metadata", ["text", ["list"], {"fingerprint": "text"}, {"fingerprint": {"cells": ["a"]}}])
def test_a_fingerprint_that_is_none_counts_as_never_executed(repository, metadata):
    path = repository / "chapters" / "apples.ipynb"
    change(path, lambda notebook: notebook.metadata.update(audit=metadata))
    assert reasons(path) == ("never executed",)


def test_one_broken_notebook_hides_no_other(repository, monkeypatch, capsys):
    """The status names each, the rest as ever; nothing is executed while one is broken."""
    (repository / "chapters" / "first.ipynb").write_text(UNSETTLED)
    (repository / "chapters" / "last.ipynb").mkdir()
    (repository / "data" / "apples.csv").write_text("1 2 4")
    inputs = read_inputs(repository)
    monkeypatch.setattr(Inputs, "read", classmethod(lambda cls, root: inputs))
    assert notebooks.print_status(repository) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    lines = {line.partition(": ")[0].split("/")[-1]: line.partition(": ")[2] for line in printed.out.splitlines()}
    assert lines["apples.ipynb"] == "table apples changed" and lines["pears.ipynb"] == "up to date"
    assert lines["first.ipynb"].startswith("has the marks of an unfinished merge (line 1); ")
    assert lines["last.ipynb"].startswith("is a folder, not a notebook; ")
    before = (repository / "chapters" / "apples.ipynb").read_bytes()
    with pytest.raises(NotebookError) as error:
        execute_all(inputs=inputs, say=lambda line: None)
    assert len(str(error.value).splitlines()) == 2
    assert (repository / "chapters" / "apples.ipynb").read_bytes() == before
