"""Stage 6: the circular (通报): wording, document tree, its printed forms and the self-check before issue."""
