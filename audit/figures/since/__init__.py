"""How the chapter on what happened since is shown: captions, numbers for the prose, tables that are read, and parts of its charts."""
