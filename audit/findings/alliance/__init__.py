"""Alliance: treaties and what depends on them; what was said, announced and met."""
