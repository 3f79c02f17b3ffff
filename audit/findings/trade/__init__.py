"""Trade: how fast it grew, and how much of the growth was energy."""
