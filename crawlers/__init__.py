"""What is known about registers as sources: how each is asked and how its answer reads. Imports nothing of the service."""
