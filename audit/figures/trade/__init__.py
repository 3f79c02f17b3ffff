"""What the chapter on trade shows: the captions of its figures, and its numbers on their way into prose."""
