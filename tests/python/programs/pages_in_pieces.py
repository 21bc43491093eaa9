"""Pages read piece by piece: links, tables, and what is broken in them."""
import html
from html.entities import codepoint2name, entitydefs, html5, name2codepoint
from html.parser import HTMLParser


class Log(HTMLParser):
    """Says everything that it is told."""

    def say(self, *what):
        print(" ", self.getpos(), *map(repr, what))

    def handle_starttag(self, tag, attrs):
        self.say("start", tag, attrs, self.get_starttag_text())

    def handle_endtag(self, tag):
        self.say("end", tag)

    def handle_data(self, data):
        self.say("data", data)

    def handle_comment(self, data):
        self.say("comment", data)

    def handle_decl(self, decl):
        self.say("decl", decl)

    def handle_pi(self, data):
        self.say("pi", data)

    def unknown_decl(self, data):
        self.say("unknown", data)

    def handle_entityref(self, name):
        self.say("entity", name)

    def handle_charref(self, name):
        self.say("character", name)


PAGES = [
    "<!DOCTYPE html>\n<html lang=ko>\n<p class='a b' ID=\"x\" hidden>1 &lt; 2 &amp; 3</p>\n</html>\n",
    "<br/><img src=a.png alt=''/><input disabled value=\"&quot;q&quot;\" / ><a href=/x/y/>go</a>",
    "<!-- note --><?php echo 1 ?><![CDATA[x<y]]>text<!wrong><!-- two\nlines -->",
    "<script>if (a < b && c) { '<p>' }</script><style>p > a {}</style>after",
    "a < b and b <3 c </> </3> & d &copy &#233;&#xE9; &unknown; 5&6",
    "<P>Upper</P ><DIV\n  Title = 'two\nlines'\n>x</DIV>",
    "&lt;tag&gt; &hearts; AT&T &amp",
    "plain",
    "<a href='x' broken",
    "tail &am",
    "<b>bold<i>both</b>odd</i>",
]
for convert in (True, False):
    for page in PAGES:
        print(convert, page.encode())
        log = Log(convert_charrefs=convert)
        log.feed(page)
        log.close()
log = Log()
for piece in ("<di", "v cla", "ss='x'>so", "me te", "xt &am", "p; more</d", "iv>", "end"):
    print("feed", piece)
    log.feed(piece)
log.close()


class Table(HTMLParser):
    """Gathers the cells of a table and the links in it."""

    def __init__(self):
        super().__init__()
        self.rows, self.links, self.open = [], [], False

    def handle_starttag(self, tag, attrs):
        match tag:
            case "tr":
                self.rows.append([])
            case "td" | "th":
                self.rows[-1].append("")
                self.open = True
            case "a":
                self.links.append(dict(attrs).get("href"))

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.open = False

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1] += data.strip()


table = Table()
table.feed("""<table><tr><th>City<th>People</tr>
<tr><td><a href="/seoul?a=1&amp;b=2">Seoul</a></td><td> 9,400,000 </td></tr>
<tr><td><a href='/busan'>Bus<b>an</b></a></td><td>3,300,000</td></tr></table>""")
for row in table.rows:
    print("".join(f"{cell:<12}" for cell in row))
print(table.links)

print(len(name2codepoint), len(codepoint2name), len(entitydefs), html5["eacute;"], html5["eacute"])
print(sorted(name2codepoint.items(), key=lambda pair: (pair[1], pair[0])))
print(codepoint2name[0x2665], entitydefs["Omega"], html5.get("alpha"), html5["lang;"])
for text in ("&lt;b&gt;", "&eacutes", "&notit;", "&#0; &#128; &#x110000; &#xD800; &#1; &#65", "&amp;amp;",
             "&nosuch; & &;", "&#x1F600;", "&apos;&quot;", "&Alpha &alpha;"):
    print(repr(text), ascii(html.unescape(text)))
print(html.escape("<a href='x'>\"&\"</a>"), html.escape("'<'", quote=False))
