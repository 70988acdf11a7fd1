"""The ground: errors, the terms of the field, periods, working days, files, settings, figures in Chinese."""
