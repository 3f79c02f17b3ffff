"""How the scorecard of all claims is shown: captions, numbers for the prose, lists of claims, and parts of its charts."""
