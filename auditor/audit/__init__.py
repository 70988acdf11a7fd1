"""From readings to the audit, pure: count, find, grade, decide."""
