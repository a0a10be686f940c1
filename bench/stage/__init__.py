"""Where servers are put to be measured: processes, networks, other servers, the raw limit."""
