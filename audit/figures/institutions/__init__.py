"""What the chapter on the SCO shows: the captions of its figures, its tables in words, and its numbers on their way into prose."""
