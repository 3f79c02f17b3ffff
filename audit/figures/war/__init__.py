"""How the chapter on the war is shown: captions, numbers for the prose, and parts of its charts."""
