"""Can the tests fail? One fault at a time is put into the code, and the tests are run: a mutant that none of them notices survives.

::

    python -m audit.workshop.mutants --only rules            every mutant of the rules
    python -m audit.workshop.mutants --sample 400 --seed 1   so many of inputs and findings, drawn with that seed
    python -m audit.workshop.mutants --report                only the score and the survivors

Faults are those of mutmut's operators: another number, comparison or operator, a condition turned, an argument left out or
None, a word that is not the same word. Words that only a person reads (of faults and errors) are left alone.

Read from the top: ``code`` (the mutants of a module), ``drawn`` (which are tried), ``reached`` (which tests run a module's
lines), ``trials`` (a mutant is tried, in a copy of ``tests_process``), ``score`` (how many were killed, and how sure that is),
``explained`` (why the others survived).
Needs what ``make mutants`` installs. Scratch folders and lines lie in ``_build/mutants/``.
"""
