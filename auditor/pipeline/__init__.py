"""The line from county file to circular, and what keeps it: saving, leases, decisions, replay."""
