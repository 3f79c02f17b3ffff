"""No claim of the articles and no proposition is judged in this chapter: it shows directions, predictions and forecasts."""

from __future__ import annotations

from audit.findings import Arithmetic
from audit.held import hold

SPECIFICATIONS: dict[str, Arithmetic] = {}

hold(__name__)
