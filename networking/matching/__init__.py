"""Who should talk to whom: arrays in, groups of indices out. Pure; knows no table, no socket, no request."""
