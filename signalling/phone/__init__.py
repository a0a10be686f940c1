"""What a caller and the service say to each other: keys one way, prompts the other."""
