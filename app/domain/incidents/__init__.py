"""What people note: who may, and what is kept of it."""
