"""What happened since 2023: directions, predictions and forecasts of the modules beside this package, as frames for one chapter."""
