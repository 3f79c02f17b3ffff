"""How a finding is shown: figures, strips, cards, titles and words, the chart theme, static pictures."""
