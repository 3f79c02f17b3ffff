"""How fast the book is: to build, to ask, to read, beside the tools that one would use otherwise (``make bench``).

::

    python -m audit.workshop.bench                        everything that is not measured yet, then BENCHMARKS.md
    python -m audit.workshop.bench --only pages --repeat 3
    python -m audit.workshop.bench --report               only write BENCHMARKS.md from what has been measured

Read from the top: ``plan`` (what is measured, in which order), ``lines`` (one measurement is one line of a file, so that
a run can be interrupted), ``trees`` (the books that are built), ``builds``, ``suites``, ``commands``, ``pages`` (how each is
measured), ``report`` (what is told of it). Scratch folders and lines lie in ``_build/bench/``.
"""
