"""Institutions: for now the claims on the Mekong and what belongs to them; the club's own claims join them here."""

from __future__ import annotations

from audit.findings.institutions import river

SPECIFICATIONS = {**river.SPECIFICATIONS}
