"""A gated media forwarder: what a plan does not allow never leaves the socket."""
