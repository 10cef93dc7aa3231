"""The Python client and command line that the portal gives away: one file each, standard library only."""
