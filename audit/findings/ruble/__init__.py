"""Ruble and key rate: the arithmetic of their claims, and what the chapter shows beside them."""
