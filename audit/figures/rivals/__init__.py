"""How the chapter on rival explanations is shown: captions, numbers for the prose, and parts of its charts."""
