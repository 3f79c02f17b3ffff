"""What can go wrong while the book is made, in words for whoever makes it."""


class BuildError(RuntimeError):
    """The book cannot be built; the message is the reason."""


class NotebookError(RuntimeError):
    """A notebook that cannot be read or executed; the message names it, the cell and the cause."""
