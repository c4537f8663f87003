import { describe, expect, it } from "vitest";
import { problemsOf } from "./testing/brief-definition.ts";

const delay = (id: string, seconds: number) => ({ id, type: "delay", name: id, config: { seconds } });

function row(
  settings: object,
  ...nodes: readonly { readonly id: string; readonly [field: string]: unknown }[]
) {
  const ids = ["start", ...nodes.map(({ id }) => id)];
  return {
    name: "Row",
    settings,
    nodes: [{ id: "start", type: "trigger", name: "Start" }, ...nodes],
    edges: nodes.map(({ id }, index) => ({ id: `e${index}`, from: ids[index], to: id })),
  };
}

const log = { id: "log", type: "action", name: "Log", config: { action: "noop" } };

describe("times that do not fit into the run", () => {
  const answering = { id: "hook", kind: "webhook", scheme: "none", respond: { waitSeconds: 60 } };
  const approval = { id: "go", type: "wait", name: "Go", config: { for: "approval", title: "Go?" } };

  it("lets a wait be longer than the run, whose clock stands still meanwhile", () => {
    expect(problemsOf(row({ timeoutSeconds: 60 }, delay("night", 43_200)))).toEqual([]);
  });

  it("warns of waits that are longer than the sender of a webhook waits for the output", () => {
    const definition = row({}, delay("a", 40), delay("b", 40), delay("c", 1), approval);
    expect(problemsOf(definition)).toEqual([]);
    expect(problemsOf({ ...definition, triggers: [answering] })).toMatchObject([
      {
        code: "DOES_NOT_FIT",
        severity: "warning",
        nodeId: "b",
        message: expect.stringContaining("may wait 80 s together with the waits before it"),
      },
    ]);
    expect(problemsOf({ ...row({}, approval), triggers: [answering] })).toMatchObject([
      { nodeId: "go", message: expect.stringContaining('sender of webhook "hook" waits 60 s') },
    ]);
    expect(problemsOf({ ...row({}, approval), triggers: [{ ...answering, respond: "accepted" }] })).toEqual(
      [],
    );
  });

  it("warns of a node's time and of a first wait above the run's", () => {
    const long = { ...log, timeoutMs: 7_200_000 };
    const patient = { ...log, retry: { backoffBaseMs: 3_600_000, backoffMaxMs: 3_600_000 } };
    expect(problemsOf(row({}, long))).toMatchObject([
      { code: "DOES_NOT_FIT", path: ["timeoutMs"], message: expect.stringContaining("may take 7,200 s") },
    ]);
    expect(problemsOf(row({ timeoutSeconds: 60 }, patient))).toMatchObject([
      { code: "DOES_NOT_FIT", path: ["retry", "backoffBaseMs"] },
    ]);
    expect(
      problemsOf(row({ timeoutSeconds: 60 }, { ...patient, retry: { ...patient.retry, maxRetries: 0 } })),
    ).toEqual([]);
  });

  it("warns of a backslash that turns an insertion into text", () => {
    const logged = (message: string) => row({}, { ...log, config: { action: "log", message } });
    expect(problemsOf(logged("C:\\Users\\{{ input.name }}"))).toMatchObject([
      {
        code: "ESCAPED_BRACES",
        severity: "warning",
        message: expect.stringContaining("Write \\\\{{ for a backslash and a value."),
      },
    ]);
    expect(problemsOf(logged("C:\\Users\\\\{{ input.name }} and \\{{ text }}"))).toEqual([]);
  });
});
