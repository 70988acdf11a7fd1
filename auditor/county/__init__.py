"""The county file: its values, its check, writing it back."""
