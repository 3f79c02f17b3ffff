"""What the chapter on exercises shows: the captions of its figures, and its numbers on their way into prose."""
