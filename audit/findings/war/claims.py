"""The acid test: propositions on China's conduct in the war, a module each. The claim of the article stands in ``alliance``."""

from __future__ import annotations

from audit.findings.war import arms, goods, votes

SPECIFICATIONS = votes.SPECIFICATIONS | arms.SPECIFICATIONS | goods.SPECIFICATIONS
