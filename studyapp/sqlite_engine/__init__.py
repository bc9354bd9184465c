"""Django's engine for SQLite, for many who write at once: `base` says how."""
