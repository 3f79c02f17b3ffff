"""How fast the book is: to build, to ask, to read, beside the tools that one would use otherwise (``make bench``).

::

    python -m audit.workshop.bench                        everything that is not measured yet, then BENCHMARKS.md
    python -m audit.workshop.bench --only pages --repeat 3
    python -m audit.workshop.bench --report               only write BENCHMARKS.md from what has been measured

Jupyter Book 2 is measured where it is there, in an environment of its own (``pip install jupyter-book==2.1.7
jupyter_server``), and with a theme that no build has to fetch: clone ``jupyter-book/myst-theme``; ``bun install
--ignore-scripts``; let each ``packages/*/package.json`` export its ``src`` in place of ``dist``; ``bun run prod:build`` in
``themes/book``; put ``public``, ``build`` and ``template.yml`` from there beside ``template/server.js`` and
``template/package.json``, and ``npm install`` there. Its command goes into ``JUPYTER_BOOK_2``, that folder into
``JUPYTER_BOOK_2_THEME``.

Read from the top: ``plan`` (what is measured, in which order), ``lines`` (one measurement is one line of a file, so that
a run can be interrupted), ``trees`` (the books that are built), ``builds``, ``suites``, ``commands``, ``pages`` (how each is
measured), ``report`` (what is told of it). Scratch folders and lines lie in ``_build/bench/``.
"""
