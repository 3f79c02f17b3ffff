"""The acid test: what China did, and did not do, in the war."""
