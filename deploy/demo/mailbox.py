"""Reads the folder that deploy/mail-sink fills, as people read their mail."""
import email
import email.policy
import os
import re
import threading
import time


class Mailbox:
    def __init__(self, folder):
        self.folder = folder
        self.seen = set()
        self.messages = {}  # address -> list of (subject, text)
        self.lock = threading.Lock()

    def refresh(self):
        with self.lock:
            for name in sorted(os.listdir(self.folder)):
                if name in self.seen or name.startswith(".") or not name.endswith(".eml"):
                    continue
                self.seen.add(name)
                with open(os.path.join(self.folder, name), "rb") as file:
                    message = email.message_from_binary_file(file, policy=email.policy.default)
                text = message.get_body(("plain",)).get_content()
                for address in message.get_all("X-Envelope-To", []):
                    self.messages.setdefault(str(address), []).append((str(message["Subject"]), text))

    def of(self, address):
        with self.lock:
            return list(self.messages.get(address, []))

    def wait_for(self, address, pattern, seconds=60):
        """The first match of `pattern` in a message to `address`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for _, text in self.of(address):
                found = re.search(pattern, text)
                if found:
                    return found
            time.sleep(0.05)
            self.refresh()
        raise TimeoutError("no e-mail to %s that matches %s came within %d s" % (address, pattern, seconds))
