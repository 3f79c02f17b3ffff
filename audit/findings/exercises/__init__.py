"""Exercises and patrols: the counting rules of their claims, and the tables behind the charts."""
