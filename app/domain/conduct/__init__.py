"""The rules of asking, answering a signal, halting, private rooms and voices."""
