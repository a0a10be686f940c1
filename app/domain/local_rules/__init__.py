"""The local figures: what an authority may set, its national default, and which version holds."""
