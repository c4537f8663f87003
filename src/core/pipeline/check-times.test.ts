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
  it("warns of a delay that is longer than the run", () => {
    expect(problemsOf(row({}, delay("night", 43_200)))).toMatchObject([
      {
        code: "DOES_NOT_FIT",
        severity: "warning",
        nodeId: "night",
        path: ["config", "seconds"],
        message:
          'Delay "night" waits 43,200 s, but the run ends after 3,600 s: raise settings.timeoutSeconds, or shorten the wait.',
      },
    ]);
    expect(problemsOf(row({ timeoutSeconds: 90_000 }, delay("night", 43_200)))).toEqual([]);
  });

  it("adds up the delays of one way", () => {
    expect(
      problemsOf(row({ timeoutSeconds: 100 }, delay("a", 60), delay("b", 60), delay("c", 1))),
    ).toMatchObject([
      { nodeId: "b", message: expect.stringContaining("waits 120 s together with the delays before it") },
    ]);
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
