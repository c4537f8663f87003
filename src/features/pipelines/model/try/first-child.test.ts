import { expect, it } from "vitest";
import { firstChild } from "./first-child.ts";
import { innerValues } from "./inner-values.ts";
import type { RunSnapshot } from "./last-values.ts";

const child = (iteration: number, attempt: number) => ({
  runId: `${iteration}.${attempt}`,
  iteration,
  attempt,
});

it("is the first item of a map, in its last attempt", () => {
  expect(firstChild([child(0, 1), child(0, 2), child(1, 1)])?.runId).toBe("0.2");
});

it("is the first pass of a loop, which counts from 1", () => {
  expect(firstChild([child(1, 1), child(2, 1)])?.runId).toBe("1.1");
});

it("is nothing where no run was started", () => {
  expect(firstChild([])).toBeUndefined();
});

it("gives expressions in the body its own index", () => {
  const run = { id: "r", input: null, variables: {}, createdAtMs: 1, startedAtMs: null };
  const inside = { run, nodeRuns: [] } as unknown as RunSnapshot;
  expect(innerValues({ snapshot: inside, index: 1 }).values?.item).toEqual({ index: 1 });
});
