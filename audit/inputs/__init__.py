"""What was claimed and what the record shows: ledger and registrations, tables and codebook, and the trace of what was read."""
