"""What the chapter on alliances shows: the captions of its figures, and its numbers on their way into prose."""
