"""A mail server on loopback that keeps what it is sent, and refuses whom it is told to refuse."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """Where it listens, whom it refuses, and the letters it took, by receiver."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    letters: dict[str, EmailMessage] = field(default_factory=dict)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve until the block ends."""
    kept = MailServer()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 mail.test")
            to = ""
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                    self.say("550 no such user" if to in kept.refused else "250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    text = b"".join(one[1:] if one.startswith(b"..") else one for one in lines)
                    letter = message_from_bytes(text, policy=policy.default)
                    assert isinstance(letter, EmailMessage)
                    kept.letters[to] = letter
                    self.say("250 kept")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        kept.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield kept
        finally:
            server.shutdown()
