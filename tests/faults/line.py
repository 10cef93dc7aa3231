"""A line between browser and portal that can break: counts what is sent, and cuts where told."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

BLOCK = 1 << 16


class Line:
    """Listens on a port of its own and passes bytes on to the portal's."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._left: int | None = None
        self.sent = 0
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        """Where a browser finds the portal through this line."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut_after(self, count: int) -> None:
        """Break for good once `count` more bytes were sent."""
        with self._lock:
            self._left = count

    def mend(self) -> None:
        """Whole again; counting begins at nought."""
        with self._lock:
            self._left, self.sent = None, 0

    def close(self) -> None:
        """No more."""
        self._listener.close()
        self._drop()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._left == 0:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._to))
                self._open |= {client, server}
                for arguments in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._pass, args=arguments, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_sent: bool) -> None:
        with suppress(OSError):
            while block := source.recv(BLOCK):
                target.sendall(self._allowed(block) if is_sent else block)
                if self._left == 0:
                    break
        if self._left == 0:
            self._drop()
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _allowed(self, block: bytes) -> bytes:
        with self._lock:
            kept = block if self._left is None else block[: self._left]
            self.sent += len(kept)
            if self._left is not None:
                self._left -= len(kept)
            return kept

    def _drop(self) -> None:
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
