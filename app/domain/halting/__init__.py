"""Stop, adjourn, break, private rooms, mute and repeat: what may be done and what is kept."""
