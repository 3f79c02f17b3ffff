"""What the chapter on the ruble shows: the captions of its figures, and its numbers on their way into prose."""
