"""The web server on loopback: claim the port first, so that a taken one is named before anything starts."""

from __future__ import annotations

import errno
import socket
from typing import Any

from hedgerow.errors import MachineError

HOST = "127.0.0.1"


def claim_port(port: int) -> socket.socket:
    """Return a socket bound to `port` on loopback.

    Raises
    ------
    MachineError
        When another program has the port, or this account may not take it.
    """
    claimed = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((HOST, port))
        claimed.listen(2048)
    except OSError as error:
        claimed.close()
        taken = error.errno == errno.EADDRINUSE
        raise MachineError(
            f"Port {port} is in use." if taken else f"Port {port} may not be used.",
            cause="Another program on this machine answers there." if taken else f"{error.strerror}.",
            remedy=f"Choose another: hedgerow serve PATH --port {port + 1 if port < 65535 else 8765}.",
        ) from error
    return claimed


def run_server(app: Any, claimed: socket.socket) -> None:
    """Serve `app` until it is stopped."""
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[claimed])
