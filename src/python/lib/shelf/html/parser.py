"""Reads pages piece by piece, and calls a method for each piece."""
import re

from . import unescape

__all__ = ["HTMLParser"]

_NAME = re.compile(r"[a-zA-Z][^\t\n\r\f />\0]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?P<name>[^\s/>][^\s/=>]*)"""
    r"""(?P<sign>\s*=+\s*(?P<value>'[^']*'|"[^"]*"|(?!['"])[^>\s]*))?(?:\s|/(?!>))*""")
_REFERENCE = re.compile(r"&(?:#([0-9]+|[xX][0-9a-fA-F]+)|([a-zA-Z][-.a-zA-Z0-9]*))(;?)")
# What may be the beginning of one, at the end of what is there.
_CUT = re.compile(r"&(?:#[a-zA-Z0-9]*|[a-zA-Z][-.a-zA-Z0-9]*)?\Z")


class HTMLParser:
    """To be derived from: the handlers do nothing here."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self, *, convert_charrefs=True):
        self.convert_charrefs = convert_charrefs
        self.reset()

    def reset(self):
        self.rawdata = ""
        self.lasttag = "???"
        self.lineno, self.offset = 1, 0
        self.cdata_elem = None
        self.__tag = None

    def feed(self, data):
        self.rawdata += data
        self._go(False)

    def close(self):
        self._go(True)

    def getpos(self):
        return self.lineno, self.offset

    def get_starttag_text(self):
        return self.__tag

    def set_cdata_mode(self, elem):
        self.cdata_elem = elem.lower()

    def clear_cdata_mode(self):
        self.cdata_elem = None

    def _pass(self, start, end):
        """Counts the lines of what was read."""
        lines = self.rawdata.count("\n", start, end)
        if lines:
            self.lineno += lines
            self.offset = end - self.rawdata.rindex("\n", start, end) - 1
        else:
            self.offset += end - start
        return end

    def _go(self, end):
        text, at = self.rawdata, 0
        while at < len(text):
            stop = self._text_end(at, end)
            if stop is None:
                break
            if at < stop:
                self._data(text[at:stop])
            at = self._pass(at, stop)
            if at == len(text):
                break
            then = self._markup(at) if text[at] == "<" else self._reference(at, end)
            if then is None:
                if not end:
                    break
                then = self._broken(at)
            at = self._pass(at, then)
        if end and at < len(text) and not self.cdata_elem:
            self._data(text[at:])
            at = self._pass(at, len(text))
        self.rawdata = text[at:]

    def _text_end(self, at, end):
        """Where plain text ends; none if that is not known yet."""
        text = self.rawdata
        if self.cdata_elem:
            found = re.compile(rf"</{self.cdata_elem}(?=[\s/>])", re.I).search(text, at)
            return found.start() if found else None
        if not self.convert_charrefs:
            found = re.compile("[<&]").search(text, at)
            return found.start() if found else len(text)
        stop = text.find("<", at)
        if stop < 0:
            sign = text.rfind("&", max(at, len(text) - 34))
            if not end and sign >= 0 and not re.search(r"[\s;]", text[sign:]):
                return None
            stop = len(text)
        return stop

    def _data(self, text):
        if self.convert_charrefs and not self.cdata_elem:
            text = unescape(text)
        self.handle_data(text)

    def _markup(self, at):
        """Reads what begins with "<"; its end, none if it is not all there."""
        text = self.rawdata
        if _NAME.match(text, at + 1):
            return self.parse_starttag(at)
        if text.startswith("</", at):
            return self.parse_endtag(at)
        if text.startswith("<!--", at):
            return self._until("-->", at, 4, self.handle_comment)
        if text.startswith("<?", at):
            return self._until(">", at, 2, self.handle_pi)
        if text.startswith("<!", at):
            return self._declaration(at)
        if at + 1 < len(text):
            self.handle_data("<")
            return at + 1
        return None

    def _until(self, sign, at, skip, handle):
        stop = self.rawdata.find(sign, at + skip)
        if stop < 0:
            return None
        handle(self.rawdata[at + skip:stop])
        return stop + len(sign)

    def _declaration(self, at):
        text = self.rawdata
        if text[at:at + 9].lower() == "<!doctype":
            return self._until(">", at, 2, self.handle_decl)
        if text.startswith("<![", at):
            sign = "]]>" if text.startswith("<![CDATA[", at) else "]>"
            return self._until(sign, at, 3, self.unknown_decl)
        if text[at:] in ("<!", "<!-") or "<!doctype".startswith(text[at:].lower()):
            return None
        return self._until(">", at, 2, self.handle_comment)

    def _broken(self, at):
        """At the end of all: a tag that began and does not end is text."""
        text = self.rawdata
        stop = text.find(">", at + 1) + 1 or text.find("<", at + 1)
        stop = at + 1 if stop < 0 else stop
        self._data(text[at:stop])
        return stop

    def _reference(self, at, end):
        text = self.rawdata
        found = _REFERENCE.match(text, at)
        if found and (found.end() < len(text) or found[3]):
            (self.handle_charref if found[1] else self.handle_entityref)(found[1] or found[2])
            return found.end()
        if not _CUT.match(text, at):
            self.handle_data("&")
            return at + 1
        if end:
            self.handle_data(text[at:])
            return len(text)
        return None

    def parse_starttag(self, i):
        text = self.rawdata
        self.__tag = None
        name = _NAME.match(text, i + 1)
        at, attributes = name.end(), []
        while found := _ATTRIBUTE.match(text, at):
            value = found["value"]
            if not found["sign"]:
                value = None
            elif value[:1] in ("'", '"') and value[-1:] == value[:1]:
                value = value[1:-1]
            attributes.append((found["name"].lower(), unescape(value) if value else value))
            at = found.end()
        closing = re.compile(r"[\s/]*>").match(text, at)
        if closing is None:
            stop = text.find(">", at)
            if stop < 0:
                return None
            self.handle_data(text[i:stop + 1])
            return stop + 1
        self.__tag = text[i:closing.end()]
        self.lasttag = tag = name[0].lower()
        if closing[0].strip().endswith("/>"):
            self.handle_startendtag(tag, attributes)
        else:
            self.handle_starttag(tag, attributes)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return closing.end()

    def parse_endtag(self, i):
        text = self.rawdata
        stop = text.find(">", i + 1)
        if stop < 0:
            return None
        name = _NAME.match(text, i + 2)
        if name is None:
            if text[i + 2:i + 3] != ">":
                self.handle_comment(text[i + 2:stop])
            return stop + 1
        self.handle_endtag(name[0].lower())
        self.clear_cdata_mode()
        return stop + 1

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        pass

    def handle_charref(self, name):
        pass

    def handle_entityref(self, name):
        pass

    def handle_data(self, data):
        pass

    def handle_comment(self, data):
        pass

    def handle_decl(self, decl):
        pass

    def handle_pi(self, data):
        pass

    def unknown_decl(self, data):
        pass
