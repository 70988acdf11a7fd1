"""A city's counties side by side, from what is said of each already; nothing is crawled or audited for it."""
