"""What the chapter on who needs whom shows: captions, numbers for the prose, parts of its charts, tables that are read."""
