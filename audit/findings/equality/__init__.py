"""Who needs whom: trade, size, money, energy, arms and opinion, each from both sides."""
