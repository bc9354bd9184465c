"""What pages, probes and commands ask of the database as a whole."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def let_go() -> None:
    """Close every connection after a failure: that drops the handle a leaked cursor points at (ADR 0005)."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def is_pending() -> bool:
    """Whether a migration of this code has not run on this database."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
