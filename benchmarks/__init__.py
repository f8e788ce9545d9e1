"""Figures as ratios, product and yardstick in turn in one run. `make bench` prints them; nothing here is a test."""
