"""Texts as bytes and back."""
import io

__all__ = ["encode", "decode", "open", "lookup", "CodecInfo", "getencoder", "getdecoder",
           "iterencode", "iterdecode", "BOM_UTF8", "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM"]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM = BOM_UTF16 = BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32 = BOM_UTF32_LE = b"\xff\xfe\0\0"
BOM_UTF32_BE = b"\0\0\xfe\xff"
_TURN = {ord(a): b for first in "Aa" for i in range(26)
         for a, b in [(chr(ord(first) + i), chr(ord(first) + (i + 13) % 26))]}


def _plain(name):
    return name.lower().replace("-", "_").replace(" ", "_")


def _special(name, data, forth):
    import base64
    import binascii
    if name in ("hex", "hex_codec"):
        return binascii.hexlify(data) if forth else binascii.unhexlify(data)
    if name in ("base64", "base64_codec"):
        return base64.encodebytes(data) if forth else base64.decodebytes(data)
    if name in ("rot13", "rot_13"):
        return data.translate(_TURN)
    return None


def encode(obj, encoding="utf-8", errors="strict"):
    """A text as bytes, or whatever the codec makes of it."""
    made = _special(_plain(encoding), obj, True)
    return obj.encode(encoding, errors) if made is None else made


def decode(obj, encoding="utf-8", errors="strict"):
    made = _special(_plain(encoding), obj, False)
    return bytes(obj).decode(encoding, errors) if made is None else made


class CodecInfo(tuple):
    """How a codec is used."""

    def __new__(cls, name):
        def forth(obj, errors="strict"):
            return encode(obj, name, errors), len(obj)

        def back(obj, errors="strict"):
            return decode(obj, name, errors), len(obj)
        self = tuple.__new__(cls, (forth, back, None, None))
        self.name, self.encode, self.decode = name, forth, back
        return self

    def __repr__(self):
        return f"<codecs.CodecInfo object for encoding {self.name} at {id(self):#x}>"


def lookup(encoding):
    """The codec of that name."""
    name = _plain(encoding)
    if _special(name, "" if name.startswith("rot") else b"", True) is None:
        "".encode(encoding)
    usual = {"utf8": "utf-8", "u8": "utf-8", "utf_8": "utf-8", "latin_1": "iso8859-1",
             "latin1": "iso8859-1", "iso_8859_1": "iso8859-1", "us_ascii": "ascii"}
    return CodecInfo(usual.get(name, name.replace("_", "-") if name.startswith("utf") else name))


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def iterencode(iterator, encoding, errors="strict"):
    for text in iterator:
        yield encode(text, encoding, errors)


def iterdecode(iterator, encoding, errors="strict"):
    yield decode(b"".join(iterator), encoding, errors)


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    """A file of text in that encoding."""
    return io.open(filename, mode, encoding=encoding, errors=errors if encoding else None)
