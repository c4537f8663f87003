import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { typeOfFile } from "./file-kinds.ts";
import { fileHashesIn, fileRefOf, readFileRef, readRunFile } from "./file-ref.ts";
import { keepBytes } from "./kept-bytes.ts";

const hash = "a1".repeat(32);
const ref = { ...fileRefOf(hash, "image/png", 3) };

it.each([ref, { ...ref, name: "photo.png" }, { ...ref, bytes: 0 }])("reads %j as a file", (value) => {
  expect(readFileRef(value)).toEqual(value);
  expect(readRunFile(value)).toEqual(value);
});

it.each([
  null,
  hash,
  [ref],
  { ...ref, more: 1 },
  { ...ref, file: hash },
  { ...ref, file: `sha256:${hash.toUpperCase()}` },
  { ...ref, file: `sha256:${hash}0` },
  { ...ref, bytes: -1 },
  { ...ref, bytes: 1.5 },
  { ...ref, mediaType: "picture" },
  { ...ref, name: 3 },
  { ...ref, name: "n".repeat(201) },
])("does not read %j as a file", (value) => {
  expect(readFileRef(value as Json)).toBeNull();
});

it("finds every file that a value names, once, and nothing else", () => {
  const value = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc
        .integer({ min: 0, max: 20 })
        .map((n) => ({ ...fileRefOf(n.toString(16).repeat(64).slice(0, 64), "a/b", n) })),
      fc.string(),
      fc.constant({ ...keepBytes(new Uint8Array([1]), "a/b") }),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(value, (given) => {
      const written = JSON.stringify(given).matchAll(/"file":"sha256:([0-9a-f]{64})"/g);
      expect(new Set(fileHashesIn(given))).toEqual(new Set([...written].map(([, found]) => found)));
    }),
    { numRuns: 100 },
  );
});

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

it.each([
  ["", "\x89PNG..", "image/png"],
  ["application/octet-stream", "%PDF-1", "application/pdf"],
  ["", "hello", "application/octet-stream"],
  ["text/csv", "a,b", "text/csv"],
  ["image/webp", "RIFF\0\0\0\0WEBP", "image/webp"],
])("takes %j that begins with %j as %s", (said, text, mediaType) => {
  expect(typeOfFile(said, bytesOf(text))).toEqual({ ok: true, mediaType });
});

it.each([
  ["image/png", "<svg>"],
  ["image/png", "GIF89a"],
  ["text/html", "%PDF-1"],
])("does not take as %s what begins with %j", (said, text) => {
  expect(typeOfFile(said, bytesOf(text)).ok).toBe(false);
});
