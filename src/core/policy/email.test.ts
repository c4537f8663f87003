import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEmail } from "./email.ts";

describe("parseEmail", () => {
  it.each([
    ["Ada@Example.com", "ada@example.com"],
    ["  ada.lovelace+runs@mail.example.co.uk\n", "ada.lovelace+runs@mail.example.co.uk"],
    // Full-width letters are the same letters.
    ["ａｄａ@example.com", "ada@example.com"],
    ["o'neil@example.org", "o'neil@example.org"],
  ])("reads %j as %j", (text, email) => {
    expect(parseEmail(text)).toEqual({ ok: true, email });
  });

  it.each([
    "",
    "   ",
    "ada",
    "@example.com",
    "ada@",
    "ada@example",
    "ada@@example.com",
    "a@evil.com,victim@corp.com",
    "a@evil.com;victim@corp.com",
    "a@evil.com victim@corp.com",
    "Ada <ada@example.com>",
    "<ada@example.com>",
    '"ada"@example.com',
    '"a@b"@example.com',
    "ada@example.com\r\nBcc: all@corp.com",
    "ada\u0000@example.com",
    "ada@exa\u200bmple.com",
    "ada(comment)@example.com",
    ".ada@example.com",
    "ada.@example.com",
    "a..da@example.com",
    "ada@-example.com",
    "ada@example-.com",
    "ada@example..com",
    "ada@.example.com",
    "ada@example.com.",
    "ada@127.0.0.1",
    "ada@[127.0.0.1]",
    // A Cyrillic letter that looks like an a.
    "аda@example.com",
    "ada@exаmple.com",
    "<img src=x>@example.com",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.example.com`,
    "ada@example.com".repeat(1_000),
  ])("refuses %j", (text) => {
    const parsed = parseEmail(text);
    expect(parsed.ok).toBe(false);
  });

  it("gives every address one form: reading it again changes nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "binary", maxLength: 60 })), (text) => {
        const once = parseEmail(text);
        if (!once.ok) return;
        expect(parseEmail(once.email)).toEqual(once);
        expect(parseEmail(once.email.toUpperCase())).toEqual(once);
        expect(once.email).toMatch(/^[!-~]+$/);
        expect(once.email).not.toMatch(/[",<>()\s:;]/);
      }),
    );
  });
});
