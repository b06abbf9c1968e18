"""Licence compliance for AI models: may we use this model for that, and what do we owe?"""  # noqa: D400
