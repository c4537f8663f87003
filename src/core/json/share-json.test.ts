import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameJson } from "./same-json.ts";
import { shareJson } from "./share-json.ts";

const parse = (text: string): unknown => JSON.parse(text);

describe("shareJson", () => {
  it("says what the newer value says, whatever the older was", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (older, newer) => {
        expect(JSON.stringify(shareJson(older, newer))).toBe(JSON.stringify(newer));
      }),
    );
  });

  it("keeps the parts that have not changed", () => {
    const older = parse('{"a":{"b":[1,2]},"c":[{"d":1},{"d":2}]}') as { a: unknown; c: unknown[] };
    const newer = shareJson(older, parse('{"a":{"b":[1,2]},"c":[{"d":1},{"d":3}]}')) as typeof older;
    expect(newer.a).toBe(older.a);
    expect(newer.c[0]).toBe(older.c[0]);
    expect(newer.c[1]).toEqual({ d: 3 });
    expect(shareJson(older, parse(JSON.stringify(older)))).toBe(older);
  });

  it("carries keys that JavaScript's own objects have", () => {
    const newer = '{"__proto__":{"a":2},"constructor":1,"b":{"__proto__":null}}';
    for (const older of ["{}", '{"__proto__":{"a":1},"constructor":1,"b":{}}', newer]) {
      expect(JSON.stringify(shareJson(parse(older), parse(newer)))).toBe(newer);
    }
  });
});

describe("sameJson", () => {
  it.each([
    ['{"__proto__":{}}', '{"a":{}}'],
    ['{"__proto__":{}}', "{}"],
    ['{"constructor":1}', '{"toString":1}'],
  ])("sees that %s is not %s", (left, right) => {
    expect(sameJson(parse(left), parse(right))).toBe(false);
    expect(sameJson(parse(right), parse(left))).toBe(false);
  });
});
