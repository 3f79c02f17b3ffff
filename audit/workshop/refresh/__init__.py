"""Official series, asked of their publisher again: ``python -m audit refresh TABLE``. Never part of a build.

In the workshop and not beside the tables: it uses the findings, to see whether a verdict would move, and it must be in no
notebook's fingerprint. ``bank_of_russia`` and ``comtrade`` know what is asked and how an answer reads, ``asking`` how a server is treated,
``pieces`` what was fetched already, ``difference`` what is new, ``vintage`` what it would do to record and verdicts and how
it is written; ``course`` goes through them in this order.

The shapes of the answers are those that public code and documentation show. It was not tried against the live services, neither
the bank's nor those of UN Comtrade.
"""
