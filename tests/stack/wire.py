"""Protobuf bytes by hand: the tests must be able to say what our own library would not.

A message is a list of (field number, value): int is a varint, bytes and str are length-delimited, a
list is a message. What comes back is {number: [values]}, length-delimited ones as bytes.
"""


def varint(number):
    out = bytearray()
    while True:
        out.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
        if not number:
            return bytes(out)


def message(*fields):
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
            continue
        if isinstance(value, list):
            value = message(*value)
        elif isinstance(value, str):
            value = value.encode("utf-8")
        out += varint(number << 3 | 2) + varint(len(value)) + value
    return out


def read_varint(data, at):
    number = shift = 0
    while True:
        number |= (data[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if not data[at - 1] & 0x80:
            return number, at


def parse(data):
    at, out = 0, {}
    while at < len(data):
        tag, at = read_varint(data, at)
        value, at = read_varint(data, at)
        if tag & 7 == 2:
            value, at = data[at:at + value], at + value
        elif tag & 7 != 0:
            raise ValueError("wire type %d" % (tag & 7))
        out.setdefault(tag >> 3, []).append(value)
    return out


# proto/wlacznik/bus.proto

def actor(user, grants=(), session=""):
    """`grants` are pairs of role number and region."""
    return [(1, user)] + [(2, [(1, role), (2, region)]) for role, region in grants] + [(3, session)]


def request_header(service, method, caller, by=None, timeout_ms=5000, key=""):
    fields = [(1, service), (2, method), (3, timeout_ms), (7, key), (9, caller)]
    return message(*(fields + ([(4, by)] if by else [])))


def reply_status(header):
    """(status, reason) of a ReplyHeader."""
    fields = parse(header)
    return fields.get(1, [0])[0], fields.get(2, [b""])[0].decode("utf-8")


OK, INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, UNIMPLEMENTED, UNAUTHENTICATED = 0, 3, 5, 7, 12, 16
