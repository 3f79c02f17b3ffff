"""How the book is made: executing notebooks, building, printing, measuring, house rules."""
