"""Which test files take longest: a list for ``conftest.py``, which puts them before all others."""

#: The files that take longest, the longest first: they begin before all others, so that none is alone at the end.
LONGEST = """test_browser_axe.py test_browser_readers.py test_browser_looks.py test_end_to_end.py test_notebooks_run.py
test_no_wrong_number.py test_browser_contrast.py test_browser_page.py test_browser.py test_browser_interaction.py""".split()
