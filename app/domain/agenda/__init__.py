"""What there is to say of the running order: who is in which part, the script, requests, views."""
