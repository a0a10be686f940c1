"""What a caller is told, as sound: made from the catalogue's words, before anybody calls."""
