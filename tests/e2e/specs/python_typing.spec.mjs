// Typing into the Python page's editor with an input method, as for Korean.
import { expect, test } from "../support/fixtures.mjs";

const program = (page) => page.locator(".editor textarea");
const value = (page) => program(page).inputValue();
const ending = (page) => page.locator(".console .ending");
const tool = (page, name) => page.locator(".python .tools").getByRole("button", { name, exact: true });

/** The field with a program in it, and the caret at a place. */
async function at(page, text, caret) {
  await expect(ending(page)).toBeVisible({ timeout: 20_000 });
  await program(page).fill(text);
  await program(page).evaluate((field, caret) => field.setSelectionRange(caret, caret), caret);
  await program(page).focus();
  return page.context().newCDPSession(page);
}

/** Composes a syllable letter by letter and leaves it being composed. */
async function compose(session, ...steps) {
  for (const text of steps) {
    await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
}

test("syllables are composed in place, coloured meanwhile, and the program prints them", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "ko" });
  const session = await at(page, 'print("")\n', 7);
  await compose(session, "ㅎ", "하", "한");
  expect(await value(page)).toBe('print("한")\n');
  await session.send("Input.insertText", { text: "한" });
  await compose(session, "ㄱ", "그", "글");
  // What lies below the field has the letters that the field has, at every moment.
  await expect(page.locator(".editor .colours .line").first()).toHaveText('print("한글")');
  // The page does not take the text away from the input method.
  await page.waitForTimeout(600);
  expect(await value(page)).toBe('print("한글")\n');
  await session.send("Input.insertText", { text: "글" });
  expect(await value(page)).toBe('print("한글")\n');
  expect(await program(page).evaluate((field) => field.selectionStart)).toBe(9);
  await program(page).press("Control+Enter");
  await expect(page.locator(".console li pre").first()).toHaveText("한글");
});

test("a syllable that is given up leaves nothing behind", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "ko" });
  const session = await at(page, "x = 1\n", 6);
  await compose(session, "ㄴ", "나");
  expect(await value(page)).toBe("x = 1\n나");
  await compose(session, "");
  expect(await value(page)).toBe("x = 1\n");
  await expect(page.locator(".editor .colours .line").nth(1)).toHaveText("");
});

test("Enter, Tab and Backspace belong to the input method while it composes", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "ko" });
  const session = await at(page, "if x:\n    ", 10);
  await compose(session, "가");
  for (const key of ["Enter", "Tab", "Backspace", "Escape", "z"]) {
    const taken = await program(page).evaluate((field, key) => {
      const event = new KeyboardEvent("keydown", { key, code: key === "z" ? "KeyZ" : key, ctrlKey: key === "z", isComposing: true, bubbles: true, cancelable: true });
      return !field.dispatchEvent(event);
    }, key);
    expect(taken, key).toBe(false);
    expect(await value(page), key).toBe("if x:\n    가");
  }
  await session.send("Input.insertText", { text: "가" });
  // Outside of a composition Enter keeps the indentation.
  await program(page).press("Enter");
  expect(await value(page)).toBe("if x:\n    가\n    ");
});

test("names may be Korean, and what is wrong is marked at its syllable", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  const session = await at(page, "", 0);
  for (const syllable of ["값", " ", "=", " ", "1", "\n"]) await session.send("Input.insertText", { text: syllable });
  await session.send("Input.insertText", { text: "print(값 값)" });
  await expect(page.locator("#python-wrong")).toContainText("Line 2, column");
  await expect(page.locator(".editor .numbers .bad")).toHaveText("2");
  await expect(page.locator(".editor .squiggle").first()).toHaveText(/값/);
  await program(page).fill("값 = 1\nprint(값 + 값)\n");
  await program(page).press("Control+Enter");
  await expect(page.locator(".console li pre").first()).toHaveText("2");
});

test("after a run was stopped by hand, what is typed is looked at again", async ({ openPage }) => {
  const page = await openPage("v1/python", { lang: "en" });
  await page.goto(page.url().replace(/#.*/, "#v1/python?budget=20000000000&p=twhile%20True%3A%20pass"));
  await expect(page.locator(".progress")).toContainText("instructions", { timeout: 20_000 });
  await tool(page, "Stop").click();
  await expect(page.locator(".notice[role=alert]")).toContainText("stopped");
  await program(page).fill("x = (\n");
  await expect(page.locator("#python-wrong")).toContainText("SyntaxError", { timeout: 20_000 });
  await program(page).fill("x = 1\n");
  await expect(page.locator("#python-wrong")).toBeEmpty();
  await tool(page, "Run").click();
  await expect(ending(page)).toContainText("It ended", { timeout: 20_000 });
});
