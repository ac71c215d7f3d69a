"""Who should talk to whom: arrays in, groups of indices out; no table, no socket, no request. Pure."""
