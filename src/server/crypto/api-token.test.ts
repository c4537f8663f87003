import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workspaceIdSchema } from "#core/ids.ts";
import { generateApiToken, isSameHash, parseApiToken } from "./api-token.ts";

const workspace = fc.uuid({ version: 4 }).map((id) => workspaceIdSchema.parse(id));

describe("createApiToken", () => {
  it("makes a token that names its workspace and hashes to what is stored", () => {
    fc.assert(
      fc.property(workspace, (workspaceId) => {
        const token = generateApiToken(workspaceId);
        const parsed = parseApiToken(token.text);
        expect(parsed?.workspaceId).toBe(workspaceId);
        expect(isSameHash(parsed?.hash ?? "", token.hash)).toBe(true);
        expect(token.hash).toMatch(/^[0-9a-f]{64}$/);
        expect(token.text.split("_")[2]?.startsWith(token.displayPrefix)).toBe(true);
      }),
    );
  });

  it("never makes the same one twice", () => {
    const workspaceId = workspaceIdSchema.parse("4b1f6f0e-8a38-4a7e-9a08-0c5d9a1a7f10");
    const made = Array.from({ length: 200 }, () => generateApiToken(workspaceId).text);
    expect(new Set(made).size).toBe(200);
  });
});

describe("parseApiToken", () => {
  const workspaceId = workspaceIdSchema.parse("4b1f6f0e-8a38-4a7e-9a08-0c5d9a1a7f10");

  it("refuses a token with any one character changed", () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(..."0aZ_"), (at, character) => {
        const { text } = generateApiToken(workspaceId);
        const index = at % text.length;
        fc.pre(text[index] !== character);
        expect(parseApiToken(`${text.slice(0, index)}${character}${text.slice(index + 1)}`)).toBeNull();
      }),
    );
  });

  it("refuses anything else", () => {
    fc.assert(fc.property(fc.string(), (text) => parseApiToken(text) === null));
    const { text } = generateApiToken(workspaceId);
    for (const near of [` ${text}`, `${text}\n`, text.toUpperCase(), `${text}${text}`, `Bearer ${text}`]) {
      expect(parseApiToken(near)).toBeNull();
    }
  });
});

describe("isSameHash", () => {
  it("distinguishes hashes, also of different length", () => {
    expect(isSameHash("ab", "abc")).toBe(false);
    expect(isSameHash("ab", "ac")).toBe(false);
    expect(isSameHash("ab", "ab")).toBe(true);
  });
});
