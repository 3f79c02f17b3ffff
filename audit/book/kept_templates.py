"""The theme's templates as Jinja compiled them, kept between builds: compiling some fifty takes as long as writing ten pages."""

from __future__ import annotations

import sys

import jinja2
from jinja2.bccache import Bucket

from audit.figures.kept import found, keep_few
from audit.paths import ROOT
from audit.workshop import unchanged

FOLDER = ROOT / ".cache" / "templates"
#: So many are kept, those made last: a theme has some fifty.
MOST = 200


def setup(app) -> None:
    app.connect("builder-inited", keep_templates)


def keep_templates(app) -> None:
    """Let the environment in which Sphinx makes its pages look here first."""
    if environment := getattr(app.builder.templates, "environment", None):
        environment.bytecode_cache = Kept()


class Kept(jinja2.BytecodeCache):
    """Compiled templates, each under its name, its source and the packages installed, of which Jinja and Sphinx are two."""

    def __init__(self):
        self.made_with = "\n".join([*unchanged.environment(), *map(str, sys.flags)])

    def load_bytecode(self, bucket: Bucket) -> None:
        if (code := found(FOLDER, self._words(bucket))) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep_few(FOLDER, {self._words(bucket): bucket.bytecode_to_string()}, MOST)

    def _words(self, bucket: Bucket) -> str:
        return "\n".join([self.made_with, bucket.key, bucket.checksum])
