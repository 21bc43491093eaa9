"""Tables as lines of text with separators."""
import io

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = 0, 1, 2, 3
__all__ = ["QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "Error", "Dialect",
           "excel", "excel_tab", "field_size_limit", "reader", "writer", "register_dialect",
           "get_dialect", "list_dialects", "Sniffer", "unregister_dialect", "DictReader",
           "DictWriter", "unix_dialect"]


class Error(Exception):
    """A table is not well formed."""


class Dialect:
    """How a table is written."""

    delimiter, quotechar, escapechar = ",", '"', None
    doublequote, skipinitialspace, strict = True, False, False
    lineterminator, quoting = "\r\n", QUOTE_MINIMAL

    def __init__(self, base=None, **options):
        for name in ("delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace",
                     "strict", "lineterminator", "quoting"):
            value = options.pop(name, getattr(base, name, getattr(Dialect, name)))
            setattr(self, name, value)
        if options:
            raise TypeError(f"'{next(iter(options))}' is an invalid keyword argument for this "
                            "function")
        if not isinstance(self.delimiter, str) or len(self.delimiter) != 1:
            raise TypeError('"delimiter" must be a 1-character string')


class excel(Dialect):
    """As spreadsheets write it."""


class excel_tab(excel):
    """The same with tabs."""

    delimiter = "\t"


class unix_dialect(Dialect):
    """As on Unix."""

    quoting, lineterminator = QUOTE_ALL, "\n"


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}
_limit = [131072]


def _dialect(given, options):
    if isinstance(given, str):
        given = get_dialect(given)
    return Dialect(given, **options)


def register_dialect(name, dialect=None, **fmtparams):
    _dialects[name] = _dialect(dialect, fmtparams)


def unregister_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    return list(_dialects)


def field_size_limit(limit=None):
    before = _limit[0]
    if limit is not None:
        _limit[0] = limit
    return before


class _Reader:
    """Rows of lines."""

    def __init__(self, lines, dialect):
        self._lines = iter(lines)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        fields, field, state, quoted = [], [], "start", False
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if state == "quoted" and not d.strict:
                    fields.append(self._made(field, True))
                    return fields
                if state == "quoted":
                    raise Error("unexpected end of data") from None
                raise
            if not isinstance(line, str):
                raise Error("iterator should return strings, not "
                            f"{type(line).__name__} (the file should be opened in text mode)")
            self.line_num += 1
            i, n = 0, len(line)
            while i < n:
                c = line[i]
                i += 1
                if state == "quoted":
                    if c == d.escapechar and i < n:
                        field.append(line[i])
                        i += 1
                    elif c == d.quotechar:
                        if d.doublequote and line[i:i + 1] == d.quotechar:
                            field.append(c)
                            i += 1
                        else:
                            state = "after"
                    else:
                        field.append(c)
                    continue
                if c in "\r\n":
                    break
                if c == d.delimiter:
                    fields.append(self._made(field, quoted))
                    field, state, quoted = [], "start", False
                elif c == d.escapechar and i < n:
                    field.append(line[i])
                    i += 1
                    state = "plain"
                elif c == d.quotechar and state == "start" and d.quoting != QUOTE_NONE:
                    state, quoted = "quoted", True
                elif c == " " and state == "start" and d.skipinitialspace:
                    pass
                elif state == "after" and d.strict:
                    raise Error(f"'{d.delimiter}' expected after '{d.quotechar}'")
                else:
                    field.append(c)
                    state = "plain"
            if state != "quoted":
                if fields or field or quoted or line.strip("\r\n"):
                    fields.append(self._made(field, quoted))
                return fields

    def _made(self, field, quoted):
        text = "".join(field)
        if len(text) > _limit[0]:
            raise Error(f"field larger than field limit ({_limit[0]})")
        if self.dialect.quoting == QUOTE_NONNUMERIC and not quoted:
            return float(text)
        return text


class _Writer:
    """Writes rows as lines."""

    def __init__(self, file, dialect):
        self._file = file
        self.dialect = dialect

    def _field(self, value, alone):
        d = self.dialect
        is_number = isinstance(value, (int, float))
        if value is None:
            text = ""
        else:
            text = repr(value) if isinstance(value, float) else str(value)
        if d.quoting == QUOTE_NONE:
            return self._escaped(text)
        needs = d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not is_number
        special = (d.delimiter, d.quotechar, d.escapechar, "\r", "\n")
        needs = needs or any(c in special for c in text) or alone and not text
        if not needs:
            return text
        if d.doublequote:
            text = text.replace(d.quotechar, d.quotechar * 2)
        elif d.escapechar is not None:
            text = text.replace(d.quotechar, d.escapechar + d.quotechar)
        elif d.quotechar in text:
            raise Error("need to escape, but no escapechar set")
        return d.quotechar + text + d.quotechar

    def _escaped(self, text):
        d = self.dialect
        out = []
        for c in text:
            if c in (d.delimiter, d.quotechar, d.escapechar, "\r", "\n"):
                if d.escapechar is None:
                    raise Error("need to escape, but no escapechar set")
                out.append(d.escapechar)
            out.append(c)
        return "".join(out)

    def writerow(self, row):
        try:
            row = list(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        fields = [self._field(value, len(row) == 1) for value in row]
        return self._file.write(self.dialect.delimiter.join(fields) + self.dialect.lineterminator)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


def reader(csvfile, dialect="excel", **fmtparams):
    return _Reader(csvfile, _dialect(dialect, fmtparams))


def writer(csvfile, dialect="excel", **fmtparams):
    if not hasattr(csvfile, "write"):
        raise TypeError('argument 1 must have a "write" method')
    return _Writer(csvfile, _dialect(dialect, fmtparams))


class DictReader:
    """Rows as dicts; the first row has the names."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args,
                 **kwds):
        self._names = fieldnames
        self.restkey, self.restval = restkey, restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    @property
    def fieldnames(self):
        if self._names is None:
            self._names = next(self.reader, None)
            self.line_num = self.reader.line_num
        return self._names

    @fieldnames.setter
    def fieldnames(self, value):
        self._names = value

    def __iter__(self):
        return self

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while not row:
            row = next(self.reader)
        self.line_num = self.reader.line_num
        made = dict(zip(names, row))
        if len(row) > len(names):
            made[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            made[name] = self.restval
        return made


class DictWriter:
    """Writes dicts as rows."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args,
                 **kwds):
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.fieldnames = fieldnames
        self.restval, self.extrasaction = restval, extrasaction.lower()
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _row(self, rowdict):
        if self.extrasaction == "raise":
            wrong = [repr(key) for key in rowdict if key not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(wrong))
        return [rowdict.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._row, rowdicts))


class Sniffer:
    """Guesses how a table is written."""

    def sniff(self, sample, delimiters=None):
        lines = [line for line in sample.splitlines() if line]
        for delimiter in delimiters or ",;\t|:":
            counts = {line.count(delimiter) for line in lines}
            if len(counts) == 1 and counts != {0}:
                return Dialect(excel, delimiter=delimiter)
        raise Error("Could not determine delimiter")

    def has_header(self, sample):
        rows = list(reader(io.StringIO(sample), self.sniff(sample)))

        def is_number(text):
            try:
                float(text)
                return True
            except ValueError:
                return False
        return any(not is_number(head) and all(is_number(row[i]) for row in rows[1:])
                   for i, head in enumerate(rows[0]))
