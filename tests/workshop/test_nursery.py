"""A copied kernel is an ordinary one that starts at once: same outputs, same surroundings, and it ends when it should."""

import json
import os
import resource
import signal
import sys
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from test_notebooks import make_repository, read_inputs, write

from audit.workshop import notebooks, surroundings
from audit.workshop.notebooks import NotebookError, execute, execute_all
from audit.workshop.nursery import Copy, Nursery, nursery

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

LOOK = """\
import json, os, sys, time
print(json.dumps({
    "path": sys.path, "arguments": sys.argv[:2], "folder": os.getcwd(), "flags": str(sys.flags), "hash": hash("a"),
    "zone": time.tzname, "settings": sorted(set(os.environ) - {"PATH"}), "main": __name__,
    "session": os.getsid(0) == os.getpid(), "own": sorted(name for name in sys.modules if name.split(".")[0] == "audit"),
    "input": os.path.realpath("/proc/self/fd/0").split(":")[0]}))"""
PIDS = "import os\nopen('../pids', 'a').write(f'{os.getpid()} {os.getppid()}\\n')"


def quiet(line: str) -> None:
    pass


@pytest.fixture(scope="module")
def forge():
    """One nursery for the tests that leave it alive."""
    with nursery(surroundings.clean_environment(notebooks.ROOT)) as made:
        yield made


@pytest.fixture
def repository(tmp_path):
    return make_repository(tmp_path / "repository")


def run(repository, source: str, copies: Nursery | None, name: str = "one"):
    """Execute one cell in a copied kernel, or in an ordinary one."""
    import asyncio

    path = write(
        repository / "chapters" / f"{name}.ipynb", new_code_cell("import audit.inputs.trace\n" + source, id="cell")
    )
    asyncio.run(notebooks._execute(path, read_inputs(repository), copies))
    return nbformat.read(path, 4).cells[0].outputs


def test_a_copied_kernel_finds_what_an_ordinary_one_finds(repository):
    with nursery(surroundings.clean_environment(repository)) as copies:
        [copied] = run(repository, LOOK, copies)
    [ordinary] = run(repository, LOOK, None)
    here, there = json.loads(copied.text), json.loads(ordinary.text)
    here.pop("input"), there.pop("input")
    assert set(here["settings"]) ^ set(there["settings"]) == set()
    assert here == there
    assert here["own"] == ["audit", "audit.inputs", "audit.inputs.trace", "audit.paths"]


def test_notebooks_executed_together_are_byte_for_byte_those_executed_one_by_one(repository, monkeypatch):
    asked = []
    monkeypatch.setattr(
        Nursery, "kernel", lambda self, *which, real=Nursery.kernel: asked.append(which) or real(self, *which)
    )
    execute_all(inputs=read_inputs(repository), say=quiet)
    together = {file.name: file.read_bytes() for file in (repository / "chapters").glob("*.ipynb")}
    assert len(asked) == len(together) == 2
    for file in (repository / "chapters").glob("*.ipynb"):
        execute(file, read_inputs(repository))
        assert file.read_bytes() == together[file.name]
    assert len(asked) == 2, "one notebook gains nothing"


def test_a_copy_has_imported_what_every_notebook_imports(repository, forge):
    source = "import sys\nprint([name in sys.modules for name in ('pandas', 'altair', 'audit.figures')])"
    assert run(repository, source, forge)[0].text == "[True, True, False]\n"


def test_one_kernel_knows_nothing_of_another(repository, forge):
    run(repository, "import pandas, os\npandas.left = os.environ['LEFT'] = 'behind'", forge)
    source = "import pandas, os\nprint(hasattr(pandas, 'left'), 'LEFT' in os.environ)"
    assert run(repository, source, forge, "two")[0].text == "False False\n"


def test_a_kernel_that_dies_is_noticed(repository, forge):
    with pytest.raises(NotebookError, match="the kernel died"):
        run(repository, "import os\nos._exit(3)", forge)


def test_an_endless_cell_is_stopped(repository, forge, monkeypatch):
    monkeypatch.setattr(notebooks, "TIMEOUT", 1)
    with pytest.raises(NotebookError, match="ran for more than 1 s"):
        run(repository, "while True: pass", forge)


def test_a_copy_that_draws_a_chart_imports_hardly_anything_but_the_book(repository, forge):
    chart = "alt.Chart(pd.DataFrame({'a': [1.5], 'b': ['c']})).mark_line().encode(x='a:Q', y='b:N').to_dict()"
    source = f"import sys\nbefore = set(sys.modules)\nimport altair as alt, pandas as pd\nfrom myst_nb import glue\nchart = {chart}\n"
    [told] = run(repository, source + "print(len(set(sys.modules) - before))", forge)
    assert int(told.text) < 5


def test_what_kernels_took_counts_as_the_build_s(repository):
    """Whoever measures a build measures its kernels with it."""

    def taken() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    before = taken()
    with nursery(surroundings.clean_environment(repository)) as copies:
        run(repository, "import time\nwhile time.process_time() < 5: pass", copies)
    assert taken() - before > 4.5


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ended(pid: int, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_alive(pid)


def test_nothing_is_left_behind(repository):
    with nursery(surroundings.clean_environment(repository)) as copies:
        run(repository, PIDS, copies)
        kernel, parent = map(int, (repository / "pids").read_text().split())
        assert parent == copies.process.pid and ended(kernel)
    assert ended(parent)


def test_a_kernel_ends_with_the_build_that_was_killed(repository):
    """The other end of the channel is gone: the nursery ends, and its kernels see that their parent did."""
    with nursery(surroundings.clean_environment(repository)) as copies:
        connection = repository / "kernel.json"
        connection.write_text(
            json.dumps(
                {
                    "transport": "ipc",
                    "ip": str(repository / "s"),
                    "key": "",
                    "signature_scheme": "hmac-sha256",
                    **{
                        f"{name}_port": number
                        for number, name in enumerate(("shell", "iopub", "stdin", "control", "hb"), 1)
                    },
                }
            )
        )
        copy = copies.kernel(["-f", str(connection)], str(repository), surroundings.clean_environment(repository))
        assert copy.poll() is None
    assert ended(copy.pid) and copy.poll() == 1


def test_where_the_nursery_has_ended_an_ordinary_kernel_is_started(repository):
    with nursery(surroundings.clean_environment(repository)) as copies:
        copies.process.send_signal(signal.SIGKILL)
        copies.process.wait()
        assert run(repository, "print(1 + 1)", copies)[0].text == "2\n"


def test_where_processes_cannot_be_copied_there_is_no_nursery(monkeypatch, repository):
    monkeypatch.setattr(sys, "platform", "darwin")
    with nursery(surroundings.clean_environment(repository)) as copies:
        assert copies is None


def test_a_copy_that_has_ended_is_sent_no_signal():
    told, life = os.pipe()
    copy = Copy(os.getpid(), told)
    assert copy.poll() is None
    os.close(life)
    assert copy.poll() == copy.wait() == 1
    copy.kill()  # not this process
