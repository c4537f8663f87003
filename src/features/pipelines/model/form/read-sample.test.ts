import { expect, it } from "vitest";
import { readSample } from "./read-sample.ts";

it("reads JSON", () => {
  expect(readSample(' {"score": 7} ', true)).toEqual({ ok: true, value: { score: 7 } });
  expect(readSample("[1, 2]", false)).toEqual({ ok: true, value: [1, 2] });
});

it("reports an error for anything else", () => {
  expect(readSample("score: 7", false)).toMatchObject({
    ok: false,
    message: expect.stringContaining("not JSON"),
  });
  expect(readSample("", false)).toMatchObject({ ok: false });
  expect(readSample("[1, 2]", true)).toMatchObject({ ok: false, message: expect.stringContaining("object") });
});
