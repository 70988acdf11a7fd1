"""The list of a page: its rows, their titles, addresses and dates."""
