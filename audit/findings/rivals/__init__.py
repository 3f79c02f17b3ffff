"""Rival explanations of the tie: tests that tell them apart, what each predicts, and what happened."""
