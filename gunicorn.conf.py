"""The server: two processes of four threads, which survive the death of one (ADR 0004).

Four threads and no more to a process: with SQLite, sixteen are slower and can stay stuck after a lock.
docs/configuration.md explains the variables.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from studyapp.environment import BadSetting, flag, level, whole

try:
    PLAIN_HTTP = flag(os.environ, "PLAIN_HTTP", default=False)
    workers = whole(os.environ, "WEB_WORKERS", default=2, least=1)
    threads = whole(os.environ, "WEB_THREADS", default=4, least=1)
    loglevel = level(os.environ, "LOG_LEVEL", default="INFO").lower()
except BadSetting as problem:
    sys.exit(str(problem))

wsgi_app = "studyapp.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
proc_name = "studyapp"

worker_class = "gthread"
backlog = 2048
timeout = 30  # of a worker's heartbeat, not of a request
graceful_timeout = 30
keepalive = 30 if PLAIN_HTTP else 5  # longer where browsers speak to it directly, without a proxy
preload_app = False  # each process opens its own connections, and a HUP loads new code
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (a heartbeat on a slow disk kills workers)

limit_request_line = 4094
limit_request_fields = 50
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
control_socket_disable = True
umask = 0o077  # the database and what lies beside it are for the owner alone


def when_ready(server: Any) -> None:
    """Say where it is served, once it really is."""
    host, port = bind.rsplit(":", 1)
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "[::]", "[::1]"} else host  # noqa: S104
    scheme = "http" if PLAIN_HTTP else "https, through the proxy in front of port"
    if PLAIN_HTTP:
        print(f"\n  Study at http://{shown}:{port}/   (Ctrl-C ends it)", flush=True)  # noqa: T201
        print(  # noqa: T201
            "  Plain HTTP: for this machine or a network you trust. Cookies and answers travel unencrypted;\n"
            "  docs/operations.md tells how to serve it behind TLS.\n",
            flush=True,
        )
    else:
        print(f"\n  Serving {scheme} {port}\n", flush=True)  # noqa: T201
