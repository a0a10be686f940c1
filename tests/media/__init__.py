"""Tests of the embedded media engine, with real sockets, keys and packets."""
