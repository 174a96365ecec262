"""A person's or a program's way to Włącznik: the public HTTP API and nothing else."""
import http.client
import json
import threading
import urllib.parse
import uuid


class Refused(Exception):
    """The API said no; `problem` is its problem+json."""

    def __init__(self, status, problem):
        self.status = status
        self.problem = problem
        fields = "; ".join("%s: %s" % (e.get("field"), e.get("detail")) for e in problem.get("errors", []))
        super().__init__("%s %s: %s %s" % (status, problem.get("type", ""), problem.get("detail", ""), fields))


class Client:
    """One account's connection. Threads may share it; each has a connection of its own."""

    def __init__(self, url, token=None):
        self.address = urllib.parse.urlsplit(url)
        self.token = token
        self.local = threading.local()

    def connection(self):
        if getattr(self.local, "connection", None) is None:
            self.local.connection = http.client.HTTPConnection(
                self.address.hostname, self.address.port, timeout=60)
        return self.local.connection

    def send(self, method, path, body, headers):
        for attempt in (1, 2):
            connection = self.connection()
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.headers.get_content_type(), answer.read()
            except (http.client.HTTPException, ConnectionError):
                # A kept connection may have been closed meanwhile; the key makes the repeat safe.
                connection.close()
                self.local.connection = None
                if attempt == 2:
                    raise

    def ask(self, method, path, body=None):
        headers = {"Accept-Language": "pl"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        data = None
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False).encode("utf-8")
        status, media_type, raw = self.send(method, path, data, headers)
        # A document (a feed, an archive) is its bytes.
        answer = (json.loads(raw) if media_type.endswith("json") else raw) if raw else {}
        if status >= 300:
            raise Refused(status, answer)
        return answer

    def get(self, path, **query):
        wanted = {k: v for k, v in query.items() if v not in (None, "")}
        return self.ask("GET", path + ("?" + urllib.parse.urlencode(wanted) if wanted else ""))

    def post(self, path, body=None):
        return self.ask("POST", path, {} if body is None else body)

    def put(self, path, body):
        return self.ask("PUT", path, body)

    def pages(self, path, name, **query):
        """All items of a paged list."""
        cursor = ""
        while True:
            page = self.get(path, cursor=cursor, **query)
            yield from page.get(name, [])
            cursor = page.get("nextCursor", "")
            if not cursor:
                return
