"""A farm of invented county portals: every shape a list comes in, with the truth known by construction."""
