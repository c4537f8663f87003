import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { good, problemsOf } from "./testing/brief-definition.ts";
import { validateDefinition } from "./validate.ts";

const weekly = { id: "weekly", kind: "schedule", cron: "0 8 * * 1", timezone: "Europe/Berlin" };
const found = (...triggers: readonly Json[]) =>
  problemsOf({ ...good, triggers }).map(({ code, message, path }) => ({
    code,
    message,
    path: path?.join("."),
  }));

describe("triggers", () => {
  it("are filled in with what is usual", () => {
    const checked = validateDefinition({
      ...good,
      triggers: [weekly, { id: "hook", kind: "webhook", scheme: "github" }],
    });
    expect(checked.ok && checked.definition.triggers).toEqual([
      { ...weekly, overlap: "skip", catchUp: "one", catchUpSeconds: 3_600, jitterSeconds: 0, variables: {} },
      {
        id: "hook",
        kind: "webhook",
        scheme: "github",
        respond: "accepted",
        contentTypes: ["application/json"],
        headers: [],
        variables: {},
      },
    ]);
  });

  it("leave a definition without them as it was", () => {
    const checked = validateDefinition(good);
    expect(checked.ok && "triggers" in checked.definition).toBe(false);
  });

  it.each([
    [
      "two of one id",
      [weekly, { ...weekly, cron: "0 9 * * 1" }],
      "DUPLICATE_TRIGGER_ID",
      "triggers.1.id",
      /another trigger/,
    ],
    [
      "a cron line of six fields",
      [{ ...weekly, cron: "0 0 8 * * 1" }],
      "BAD_SCHEDULE",
      "triggers.0.cron",
      /five fields/,
    ],
    [
      "a zone that there is not",
      [{ ...weekly, timezone: "Berlin" }],
      "BAD_SCHEDULE",
      "triggers.0.timezone",
      /Europe\/Berlin/,
    ],
    [
      "an unknown kind",
      [{ id: "a", kind: "moon" }],
      "BAD_VALUE",
      "triggers.0.kind",
      /"schedule", "webhook", "event", "run"/,
    ],
    [
      "a misspelt field",
      [{ ...weekly, overlaps: "skip" }],
      "UNKNOWN_FIELD",
      "triggers.0.overlaps",
      /not a known field/,
    ],
    [
      "an input that cannot be read",
      [{ ...weekly, input: "1 +" }],
      "BAD_EXPRESSION",
      "triggers.0.input",
      /cannot be read/,
    ],
    [
      "an input that names a node",
      [{ ...weekly, input: { a: "nodes.x.output" } }],
      "BAD_EXPRESSION",
      "triggers.0.input.a",
      /only trigger/,
    ],
    [
      "an input that names a secret",
      [{ ...weekly, input: "secrets.KEY" }],
      "BAD_EXPRESSION",
      "triggers.0.input",
      /only trigger/,
    ],
    [
      "a condition that cannot be read",
      [{ id: "a", kind: "event", name: "paid", match: "data.amount >" }],
      "BAD_EXPRESSION",
      "triggers.0.match",
      /cannot be read/,
    ],
    [
      "a condition on a variable",
      [{ id: "a", kind: "event", name: "paid", match: "data.amount > variables.topic" }],
      "BAD_EXPRESSION",
      "triggers.0.match",
      /only data/,
    ],
    [
      "an input that names the run that it starts",
      [{ ...weekly, input: { key: "'a' + run.id", at: "run.startedAt" } }],
      "BAD_EXPRESSION",
      "triggers.0.input.key",
      /before a run: run has no field "id"; it has startedAt/,
    ],
    [
      "a condition on the run that it starts",
      [{ id: "a", kind: "event", name: "paid", match: "data.run == run.id" }],
      "BAD_EXPRESSION",
      "triggers.0.match",
      /before a run: run has no field "id"/,
    ],
    [
      "an event without a name",
      [{ id: "a", kind: "event", name: "in voice" }],
      "BAD_VALUE",
      "triggers.0.name",
      /dots between/,
    ],
    [
      "a variable that there is not",
      [{ ...weekly, variables: { tone: 1 } }],
      "UNKNOWN_VARIABLE",
      "triggers.0.variables.tone",
      /not a variable/,
    ],
    [
      "a header with a secret",
      [{ id: "hook", kind: "webhook", scheme: "none", headers: ["Authorization"] }],
      "BAD_VALUE",
      "triggers.0.headers.0",
      /secret of the sender/,
    ],
    [
      "a webhook without a scheme",
      [{ id: "hook", kind: "webhook" }],
      "BAD_VALUE",
      "triggers.0.scheme",
      /must be one of|is missing/,
    ],
  ])("refuse %s, with its place", (_, triggers, code, path, message) => {
    const [first] = found(...triggers);
    expect(first).toMatchObject({ code, path });
    expect(first?.message).toMatch(message);
  });

  it("must give what the pipeline requires and has no default for", () => {
    const strict = { ...good, variables: { topic: { required: true } } };
    const [first] = problemsOf({ ...strict, triggers: [weekly] });
    expect(first?.message).toMatch(/must give a value for topic/);
    expect(problemsOf({ ...strict, triggers: [{ ...weekly, variables: { topic: "tides" } }] })).toEqual([]);
  });

  it("may be fifty", () => {
    const many = Array.from({ length: 51 }, (_, index) => ({ ...weekly, id: `t${index}` }));
    expect(found(...many)).toMatchObject([
      { path: "triggers", message: expect.stringMatching(/at most 50/) },
    ]);
  });
});
