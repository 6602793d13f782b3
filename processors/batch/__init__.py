"""A lot of received files: each checked in isolation, then reports on the whole, and the campaign database."""
