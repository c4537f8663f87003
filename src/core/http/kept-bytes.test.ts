import fc from "fast-check";
import { expect, it } from "vitest";
import { keepBytes, readKeptBytes } from "./kept-bytes.ts";

const png = { base64: "UE5H", mediaType: "image/png", bytes: 3 };

it.each([
  png,
  { ...png, base64: "UE4=", bytes: 2 },
  { ...png, base64: "UA==", bytes: 1 },
  { ...png, base64: "", bytes: 0 },
])("reads %j as bytes", (value) => {
  expect(readKeptBytes(value)).toEqual(value);
});

it.each([
  null,
  "UE5H",
  [png],
  { ...png, more: 1 },
  { ...png, bytes: 4 },
  { ...png, base64: "UE5" },
  { ...png, base64: "U E5" },
  { ...png, mediaType: "picture" },
  { base64: "UE5H", mediaType: "image/png" },
])("does not read %j as bytes", (value) => {
  expect(readKeptBytes(value)).toBeNull();
});

it("keeps any bytes as they are", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 20_000 }),
      fc.constantFrom("image/png", "", "a b"),
      (bytes, type) => {
        const kept = keepBytes(bytes, type);
        expect(readKeptBytes({ ...kept })).toEqual(kept);
        expect([...Buffer.from(kept.base64, "base64")]).toEqual([...bytes]);
        expect(kept.mediaType).toBe(type === "image/png" ? type : "application/octet-stream");
      },
    ),
    { numRuns: 50 },
  );
});
