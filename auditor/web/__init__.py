"""The web pages and the JSON beside them; `auditor.web.app.create_app` makes the application."""
