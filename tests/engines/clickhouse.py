"""A ClickHouse for the tests: the engine of chdb (PyPI) behind the part of ClickHouse's HTTP interface that Tideline uses.

The engine is ClickHouse's own: SQL, types, settings, limits, readonly, roles, cancelling, and every exception's text. The interface is written here after
ClickHouse's documentation, so a test against it proves the SQL and how the client copes with such answers, not that a server answers so. It knows its own
users (below), no TLS, no sessions, no clusters, no proxies, and does not stop a query when the connection is closed.

    python clickhouse.py FOLDER             prints "ready URL" when it listens on loopback; all data lie below FOLDER

Beside ClickHouse's own paths (/, /ping) there is /cpu: the processor seconds that the engine has used, for the tests of cost.
"""

import base64
import gzip
import os
import re
import resource
import secrets
import shutil
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from chdb.state import connect

# Name: password, role, settings of the profile. "old" answers an exception in the middle of rows as servers before 25.11 did.
USERS = {
    "admin": ("admin", "admin", {}),
    "reader": ("reader's secret: ä&=%", "reader", {"readonly": "2"}),
    "strict": ("strict", "reader", {"readonly": "1"}),
    "narrow": ("narrow", "narrow", {"readonly": "2"}),
    "old": ("old", "admin", {}),
}

# Parameters of an address that are no settings.
OWN = {"query", "query_id", "database", "user", "password", "default_format", "session_id"}

STATUS = {60: 404, 81: 404, 62: 400, 47: 400, 516: 403, 497: 403, 164: 403, 241: 507, 159: 408, 202: 429}


class Failed(Exception):
    """An exception of the engine: its text as the engine writes it."""

    @property
    def code(self):
        found = re.search(r"Code: (\d+)\.", str(self))
        return int(found.group(1)) if found else 1002

    @property
    def text(self):
        text = str(self)
        return text[text.find("Code: ") :] if "Code: " in text else text


def literal(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\0", "\\0") + "'"


def fields(content_type, body):
    """The fields of a form."""
    boundary = b"--" + content_type.partition("boundary=")[2].strip('"').encode()
    found = {}
    for part in body.split(boundary + b"\r\n")[1:]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head).group(1).decode()
        found[name] = value.partition(b"\r\n" + boundary)[0].removesuffix(b"\r\n").decode("utf-8")
    return found


def header_length(block):
    """The length of the names and types that begin RowBinaryWithNamesAndTypes."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = block[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    for _ in range(2 * varint()):
        length = varint()
        at += length
    return at


class Engine:
    """One engine in one process. A request has a connection of its own, so that settings end with it; the next request with the same settings takes it over,
    as opening one costs as much as a small query."""

    def __init__(self, folder):
        folder = Path(folder).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        # Several may run side by side; what those that ended left behind goes.
        for old in folder.glob("run-*"):
            if not Path(f"/proc/{old.name[4:]}").exists():
                shutil.rmtree(old, ignore_errors=True)
        folder = folder / f"run-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        config = folder / "config.xml"
        here = Path(__file__).with_suffix(".xml").read_text(encoding="utf-8")
        config.write_text(here.replace("@SELF@", str(config)), encoding="utf-8")
        self.address = f"{folder / 'data'}?config-file={config}"
        self.keep = connect(self.address)  # the engine lives as long as its first connection
        self.run(self.keep, "SET ROLE admin")
        self.version = self.run(self.keep, "SELECT version()").decode().strip()
        self.run(self.keep, "CREATE DATABASE IF NOT EXISTS tideline")
        self.lock = threading.Lock()
        self.idle = {}

    @staticmethod
    def run(connection, sql, form="TabSeparated"):
        try:
            return connection.query(sql, form).bytes()
        except Exception as error:
            raise Failed(str(error)) from None

    def take(self, role, profile, database, settings):
        """A connection, and what it is kept under. Parameters are set anew for each request."""
        fixed = {k: v for k, v in settings.items() if not k.startswith("param_")}
        key = (role, tuple(profile.items()), database, tuple(sorted(fixed.items())))
        with self.lock:
            kept = self.idle.get(key, [])
            known = bool(kept)
            connection = kept.pop() if known else connect(self.address)
        try:
            if not known:
                self.prepare(connection, role, profile, database, fixed)
            params = {k: v for k, v in settings.items() if k not in fixed}
            # A server bounds the text of a query, not its parameters, which are statements here.
            long = any(len(value) > 200_000 for value in params.values())
            if long:
                self.run(connection, "SET max_query_size = 100000000")
            for name, value in params.items():
                self.run(connection, f"SET {name} = {literal(value)}")
            if long:
                self.run(connection, "SET max_query_size = 262144")
        except BaseException:
            connection.close()
            raise
        return connection, key

    def give(self, connection, key):
        with self.lock:
            if sum(map(len, self.idle.values())) < 8:
                self.idle.setdefault(key, []).append(connection)
                return
        connection.close()

    def prepare(self, connection, role, profile, database, settings):
        for name, value in [*profile.items(), *settings.items()]:
            if not re.fullmatch(r"\w+", name):
                raise Failed(f"Code: 115. DB::Exception: Setting {name} is neither a builtin setting nor started with the prefix 'SQL_'. (UNKNOWN_SETTING)")
            self.run(connection, f"SET {name} = {literal(value)}")
        self.run(connection, f"SET ROLE {role}")
        if database:
            self.run(connection, f"USE `{database}`")

    def answer(self, connection, sql, form):
        """The blocks of an answer, as the engine makes them; an exception may come between two."""
        if not re.match(r"(?is)\s*(/\*.*?\*/\s*)*(SELECT|WITH|\()", sql):
            yield self.run(connection, sql, form)
            return
        try:
            stream = connection.send_query(sql, form)
        except Exception as error:
            raise Failed(str(error)) from None
        sent = 0
        try:
            while True:
                try:
                    block = stream.fetch()
                except Exception as error:
                    raise Failed(str(error)) from None
                if block is None:
                    break
                block = block.bytes()
                # Each block comes with the names and types; an answer has them once.
                yield block[header_length(block) :] if sent and form == "RowBinaryWithNamesAndTypes" else block
                sent += 1
        finally:
            stream.cancel()
        if not sent:
            yield self.run(connection, sql, form)  # no rows: the names and types alone, for which the query runs once more


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    engine: Engine

    def log_message(self, format, *args):
        pass

    def do_GET(self):
        self.serve(b"")

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.serve(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)

    def serve(self, body):
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query, keep_blank_values=True))
        if address.path == "/ping":
            return self.whole(200, b"Ok.\n")
        if address.path == "/cpu":
            used = resource.getrusage(resource.RUSAGE_SELF)
            return self.whole(200, f"{used.ru_utime + used.ru_stime:.6f}\n".encode())
        if address.path != "/":
            return self.whole(404, b"There is no handle " + address.path.encode() + b"\n")
        if self.headers.get("Content-Type", "").startswith("multipart/form-data"):
            asked.update(fields(self.headers["Content-Type"], body))
            body = b""
        try:
            self.query(asked, (asked.get("query", "") + "\n" + body.decode("utf-8")).strip())
        except Failed as error:
            self.fail(error)

    def user(self, asked):
        name, password = asked.get("user", "default"), asked.get("password", "")
        basic = self.headers.get("Authorization", "")
        if basic.startswith("Basic "):
            name, _, password = base64.b64decode(basic[6:]).decode("utf-8").partition(":")
        if self.headers.get("X-ClickHouse-User"):
            name, password = self.headers["X-ClickHouse-User"], self.headers.get("X-ClickHouse-Key", "")
            name, password = (s.encode("latin-1").decode("utf-8") for s in (name, password))
        known = USERS.get(name)
        if known is None or known[0] != password:
            raise Failed(
                f"Code: 516. DB::Exception: {name}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)"
            )
        return name, known[1], known[2]

    def query(self, asked, sql):
        name, role, profile = self.user(asked)
        self.old = name == "old"
        self.tag = secrets.token_hex(8)
        settings = {k: v for k, v in asked.items() if k not in OWN}
        self.packed = settings.get("enable_http_compression") == "1" and "gzip" in self.headers.get("Accept-Encoding", "")
        settings.pop("enable_http_compression", None)
        settings.pop("http_zlib_compression_level", None)
        self.query_id = asked.get("query_id") or secrets.token_hex(16)
        # The engine chooses the id of a query itself; a comment carries the one that was asked for.
        sql = re.sub(r"(?i)^(KILL QUERY WHERE )query_id = '([\w-]+)'", r"\1query LIKE '/* \2 */%'", sql)
        sql = f"/* {self.query_id} */ {sql}"
        connection, key = self.engine.take(role, profile, asked.get("database"), settings)
        whole = False
        try:
            whole = self.stream(self.engine.answer(connection, sql, asked.get("default_format", "TabSeparated")))
        finally:
            if whole:
                self.engine.give(connection, key)
            else:
                connection.close()

    def stream(self, blocks):
        first = next(blocks, b"")  # an exception before the first block has a status of its own
        self.head(200, {"Transfer-Encoding": "chunked", **({"Content-Encoding": "gzip"} if self.packed else {})})
        pack = gzip.GzipFile(fileobj=Chunks(self), mode="wb", compresslevel=1) if self.packed else Chunks(self)
        try:
            pack.write(first)
            for block in blocks:
                pack.write(block)
            pack.close()
            self.wfile.write(b"0\r\n\r\n")
            return True
        except Failed as error:
            text = error.text.encode()
            if not self.old:
                text = b"__exception__\r\n%s\r\n%s\n%d %s\r\n__exception__\r\n" % (self.tag.encode(), text, len(text), self.tag.encode())
            pack.write(text)
            if self.packed:
                pack.close()
            self.close_connection = True  # and no last chunk
        except OSError:
            self.close_connection = True  # nobody listens any more
        finally:
            blocks.close()
        return False

    def head(self, status, headers):
        self.send_response(status)
        self.send_header("X-ClickHouse-Query-Id", getattr(self, "query_id", ""))
        if not getattr(self, "old", False):
            self.send_header("X-ClickHouse-Exception-Tag", getattr(self, "tag", ""))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def fail(self, error):
        text = f"{error.text} (version {self.engine.version})\n".encode()
        self.head(STATUS.get(error.code, 500), {"X-ClickHouse-Exception-Code": str(error.code), "Content-Length": str(len(text))})
        self.wfile.write(text)

    def whole(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Chunks:
    """Writes chunks of HTTP/1.1."""

    def __init__(self, handler):
        self.out = handler.wfile

    def write(self, data):
        if data:
            self.out.write(b"%x\r\n%s\r\n" % (len(data), bytes(data)))
        return len(data)

    def flush(self):
        pass

    def close(self):
        pass


def main():
    Handler.engine = Engine(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(f"ready http://127.0.0.1:{server.server_address[1]} (ClickHouse {Handler.engine.version})", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
