// The table of characters' names is fetched when a program names a character,
// a module that few import when one does.
import { expect, test } from "../support/fixtures.mjs";

const TABLE = /\/names\.bin/;
const rows = (page) => page.locator(".console li");

const SHELF = /\/shelf\//;

/** Writes a program and runs it; waits for what it prints. */
async function prints(page, source, text) {
  const program = page.locator(".editor textarea");
  await program.fill(source);
  await program.press("Control+Enter");
  await expect(rows(page).last()).toContainText(text, { timeout: 20_000 });
}

test("a program that names a character fetches the table, others do not", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  let asked = 0;
  page.context().on("request", (request) => (asked += TABLE.test(request.url()) ? 1 : 0));
  await prints(page, "이름, café = 'Korean', 'decomposed'\nprint(이름, cafe\u0301)\n", "Korean decomposed");
  expect(asked).toBe(0);
  await prints(page, "print('\\N{SNOWMAN} \\N{HANGUL SYLLABLE GA} \\N{null}'.encode())\n", "b'\\xe2\\x98\\x83 \\xea\\xb0\\x80 \\x00'");
  expect(asked).toBe(1);
  await prints(page, "print(f'{eval(chr(34) + chr(92) + \"N{BLACK STAR}\" + chr(34))} shines')\n", "★ shines");
  await prints(page, "print('\\N{BLACK STARE}')\n", "unknown Unicode character name");
  expect(asked).toBe(1);
});

test("a table that does not come is told as such, and asked for again", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en", allow: [/names\.bin/, /^console: Failed to load resource: /] });
  await page.route(TABLE, (route) => route.fulfill({ status: 404, body: "" }));
  await prints(page, "print('\\N{SNOWMAN}')\n", "could not be fetched");
  await page.unroute(TABLE);
  await prints(page, "print('\\N{SNOWMAN} now')\n", "☃ now");
});

test("a module that few import is fetched when a program imports it, once", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  const asked = [];
  page.context().on("request", (request) => {
    if (SHELF.test(request.url())) asked.push(new URL(request.url()).pathname.split("/shelf/")[1]);
  });
  await prints(page, "import asyncio, threading, multiprocessing, logging, json, datetime\nprint('all here')\n", "all here");
  expect(asked).toEqual([]);
  const decimal = "from decimal import Decimal\nprint(Decimal('0.1') + Decimal('0.2'), 'exactly')\n";
  await prints(page, decimal, "0.3 exactly");
  const first = [...asked];
  expect(first).toContain("decimal.py");
  await prints(page, `${decimal}print('again')\n`, "again");
  expect(asked).toEqual(first);
});

test("a module that does not come is told as such, and asked for again", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en", allow: [/shelf/, /^console: Failed to load resource: /] });
  await page.route(SHELF, (route) => route.fulfill({ status: 404, body: "" }));
  await prints(page, "import graphlib\n", "'graphlib' could not be fetched");
  await page.unroute(SHELF);
  await prints(page, "import graphlib\nprint(list(graphlib.TopologicalSorter({1: [2]}).static_order()), 'now')\n", "[2, 1] now");
});
