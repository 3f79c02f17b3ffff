"""Where things are: the one place that knows the layout of the repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
DATA = ROOT / "data"
CHAPTERS = ROOT / "chapters"
LOCK = ROOT / "requirements.txt"
