"""What happens to a mixer: it is opened, people are counted in, its clock turns, tables are set and cleared."""
