"""Acting in concert: votes, contacts and the events the article names, and the five domains of the claim."""
