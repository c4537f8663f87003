import { describe, expect, it } from "vitest";
import { recordedSnapshot } from "#features/design/stories/recorded-snapshot.ts";
import { type ForkForm, forkFormOf, readForkForm } from "./fork-form.ts";

const snapshot = recordedSnapshot(0);
const agentId = snapshot.definition.nodes.find(({ type }) => type === "agent")?.id ?? "";

/** The changes that result from editing these fields, for a fork at an agent. */
function read(change: Partial<ForkForm>, nodeId: string | null = agentId) {
  const before = forkFormOf(snapshot, nodeId);
  return readForkForm({ ...before, ...change }, before, nodeId);
}

describe("the form for a fork", () => {
  it("has no changes if nothing was edited", () => {
    expect(read({})).toEqual({ ok: true, changes: {} });
    expect(read({}, null)).toEqual({ ok: true, changes: {} });
  });

  it("collects each change in its place", () => {
    const change = {
      input: '{"a": 1}',
      variables: '{"tone": "dry"}',
      version: "draft",
      model: "sandbox/small",
      task: "Shout.",
      output: '"given"',
    } as const;
    expect(read(change)).toEqual({
      ok: true,
      changes: {
        input: { a: 1 },
        variables: { tone: "dry" },
        version: "draft",
        agents: { [agentId]: { model: "sandbox/small", task: "Shout." } },
        outputs: { [agentId]: "given" },
      },
    });
  });

  it("names an invalid field", () => {
    expect(read({ input: "{" })).toMatchObject({ ok: false, field: "input" });
    expect(read({ output: "tides" })).toMatchObject({ ok: false, field: "output" });
    expect(read({ variables: "[1]" })).toMatchObject({ ok: false, field: "variables" });
  });
});
