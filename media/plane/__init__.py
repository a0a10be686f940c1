"""What is forwarded to whom: packets, slots, choice of sources, feedback, history."""
