"""How datagrams come and go: one UDP port, one TCP port, ICE, DTLS, and what is said in SDP."""
