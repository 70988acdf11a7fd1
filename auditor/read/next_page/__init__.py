"""How a list goes on: pagers as links, forms, scripts and interfaces, and the totals they state."""
