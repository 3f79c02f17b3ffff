"""The acid test: propositions on China's conduct in the war, a module each. The claim of the article stands in ``alliance``."""

from __future__ import annotations

from functools import partial

from audit.findings.war import arms, goods, votes
from audit.held import hold

#: The state with a defence treaty with Russia beside which China's votes are set, as a column of ``un_war_votes``.
UNLIKE = votes.UNLIKE

SPECIFICATIONS = {
    "votes-as-india-not-belarus": partial(votes.votes_as_india_not_belarus, unlike=UNLIKE),
    **arms.SPECIFICATIONS,
    **goods.SPECIFICATIONS,
}

hold(__name__)
