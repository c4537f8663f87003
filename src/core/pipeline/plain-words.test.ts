import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { problemsOf, withParts, writer } from "./testing/brief-definition.ts";

const rich: Json = {
  ...withParts(
    [
      {
        ...writer,
        timeoutMs: 1_000,
        retry: { maxRetries: 1, backoffBaseMs: 1, backoffMaxMs: 2 },
        limits: { outputBytes: 10, costMicros: 1 },
        onError: "continue",
        fallbackOutput: [1],
        output: { a: "output" },
        outputSchema: { type: "object" },
      },
      {
        id: "which",
        type: "condition",
        name: "Which?",
        config: { cases: [{ label: "long", when: "true" }] },
      },
      {
        id: "call",
        type: "action",
        name: "Call",
        config: { action: "http.request", url: "https://a.example" },
      },
      { id: "rest", type: "delay", name: "Rest", config: { seconds: 1 } },
      { id: "shape", type: "transform", name: "Shape", config: { value: { a: "input" } } },
    ],
    [
      { id: "e3", from: "send", to: "which" },
      { id: "e4", from: "which", to: "call", condition: "long" },
    ],
  ),
  settings: { timeoutSeconds: 60, maxRetriesPerNode: 1, retryBackoffBase: 1, retryBackoffMax: 2 },
};

/** How zod talks of itself when nobody has told it how to say it. */
const vendorWords =
  /\bexpected (string|number|boolean|object|array|record|int|one)|\breceived\b|invalid (input|option|string|type|key|element)|too (big|small)|unrecognized|\b(zod|undefined|NaN|nonoptional|record)\b|>=|<=/i;

const strange = fc.oneof(
  fc.constantFrom<Json>(null, true, "", "x", -1, 0.5, 1e15, 1e308, [], {}, [[]], { a: null }, "a b", "{{"),
  // What an author wrote is quoted in messages, whatever it is.
  fc.string({ maxLength: 12 }).filter((text) => !vendorWords.test(text)),
  fc.array(fc.constantFrom<Json>(1, "x", null), { maxLength: 3 }),
  fc.constant<Json>("y".repeat(250)),
);

/** Every place in a value. */
function placesIn(value: Json): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([key, part]) => placesIn(part).map((rest) => [key, ...rest])),
  ];
}

function changed(value: Json, [key, ...rest]: readonly string[], change: (old: Json) => Json): Json {
  if (key === undefined || typeof value !== "object" || value === null) return change(value);
  const copy = structuredClone(value) as Record<string, Json>;
  copy[key] = changed(copy[key] ?? null, rest, change);
  return copy;
}

describe("the words of problems", () => {
  it("are ours wherever a definition is wrong, and end as sentences", () => {
    const place = fc.constantFrom(...placesIn(rich));
    const mutation = fc.oneof(
      fc.tuple(place, strange).map(([path, value]) => changed(rich, path, () => value)),
      fc
        .tuple(place, strange)
        .map(([path, value]) =>
          changed(rich, path, (old) =>
            typeof old === "object" && old !== null ? { ...old, colour: value } : value,
          ),
        ),
      place.map((path) => changed(rich, path.slice(0, -1), (old) => without(old, path.at(-1)))),
    );
    fc.assert(
      fc.property(mutation, (raw) => {
        for (const { message } of problemsOf(raw)) {
          expect(message).not.toMatch(vendorWords);
          expect(message).toMatch(/\.$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

function without(value: Json, key: string | undefined): Json {
  if (key === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
