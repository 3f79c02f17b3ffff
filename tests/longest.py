"""Which test files take longest: a list for ``conftest.py``, which puts them before all others."""

#: The files that take longest, the longest first: they begin before all others, so that none is alone at the end. The
#: second and the third need no built book: other processes run them while the first waits for the book.
LONGEST = """test_browser_axe.py test_no_wrong_number.py test_printed_book.py test_browser_readers.py test_end_to_end.py test_browser_opening.py
test_browser_interaction.py test_browser_back.py test_browser_words.py test_browser_page.py test_browser_contrast.py
test_notebooks_run.py test_extending_page.py test_browser.py""".split()
