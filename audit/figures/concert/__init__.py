"""How the chapter on acting in concert is shown: captions, numbers for the prose, and parts of its charts."""
