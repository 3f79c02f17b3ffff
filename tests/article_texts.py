"""The two articles, where somebody has them: their texts are other people's and stand nowhere in the repository."""

import hashlib
import os
from pathlib import Path

import pytest

from audit.inputs.ledger import Ledger


def article_texts(ledger: Ledger) -> dict[str, str]:
    """Article id -> captured text, found by hash in the folder that AUDIT_ARTICLE_TEXTS names."""
    folder = os.environ.get("AUDIT_ARTICLE_TEXTS")
    if not folder:
        pytest.skip("AUDIT_ARTICLE_TEXTS does not name a folder with the articles' texts")
    by_hash = {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in Path(folder).iterdir() if file.is_file()}
    missing = [article.id for article in ledger.articles.values() if article.text_sha256 not in by_hash]
    if missing:
        pytest.skip(f"no file with the recorded SHA-256 for {', '.join(missing)}")
    return {name: by_hash[article.text_sha256].read_text("utf-8") for name, article in ledger.articles.items()}
