import { describe, expect, it } from "vitest";
import type { Json } from "#core/json/json.ts";
import { isTestSetFile, readTestSetFile } from "./test-set-file.ts";

const file = (change: object = {}, ofCase: object = {}): Json =>
  JSON.parse(
    JSON.stringify({
      format: "penstock-test-set",
      version: 1,
      name: "Messages",
      cases: [{ name: "Short", assertions: [{ kind: "status", status: "completed" }], ...ofCase }],
      ...change,
    }),
  );

const messageOf = (value: Json) => {
  const read = readTestSetFile(value);
  return read.ok ? "read" : read.message;
};

describe("a test set as a file", () => {
  it("is short where its author has little to say", () => {
    expect(isTestSetFile(file())).toBe(true);
    expect(readTestSetFile(file())).toMatchObject({
      ok: true,
      set: { agents: [], cases: [{ input: {}, variables: {}, answers: {}, costMicros: null, verdicts: {} }] },
    });
  });

  it("is read strictly: the place of what is wrong is named", () => {
    expect(isTestSetFile({ format: "penstock-cassette" })).toBe(false);
    expect(messageOf(file({ version: 2 }))).toBe("Its version is 2, and this Penstock reads version 1.");
    expect(messageOf(file({ more: 1 }))).toContain('has no field "more"');
    const judge = { kind: "judge", model: "gpt", rubric: "Short." };
    expect(messageOf(file({}, { assertions: [judge] }))).toContain("cases[0].assertions[0].model");
    const unread = { kind: "holds", expression: "output >" };
    expect(messageOf(file({}, { assertions: [unread] }))).toMatch(
      /^cases\[0\]\.assertions\[0\]\.expression: /,
    );
    expect(messageOf(file({}, { verdicts: { aa: { reason: "Yes.", verdict: "maybe" } } }))).toContain(
      "cases[0].verdicts.aa",
    );
  });
});
