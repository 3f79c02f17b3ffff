"""Where every indicator goes by the repository's own record: for a process computed once, not once a test file. Only to be read."""

from audit.findings import default_record, directions

SEEN = directions.points(default_record())
FOUND = directions.directions(default_record())
