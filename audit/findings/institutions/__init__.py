"""Whose club is the SCO? The multilateral push: clubs, initiatives, the Mekong."""
