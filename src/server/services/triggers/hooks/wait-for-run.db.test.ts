import { expect, it } from "vitest";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { mostWaitingCallers, waitForRun } from "./wait-for-run.ts";

const web = await createTestWeb();
const longMs = 600_000;

/** A run that lasts until it is stopped. */
async function start() {
  const person = await createPerson(web);
  const client = clientOf(web, person);
  const definition = JSON.stringify({
    name: "Slow",
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      { id: "wait", type: "delay", name: "Wait", config: { seconds: 600 } },
    ],
    edges: [{ id: "e", from: "start", to: "wait" }],
  });
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  const { runId } = await client.runs.start.mutate({ pipelineId });
  const stop = new AbortController();
  const wait = () => waitForRun(web.tools, person.workspaceId, runId, longMs, stop.signal);
  return { client, runId, wait, stop };
}

it("lets a limited number of callers of a workspace wait, and returns the current status to the next one", async () => {
  const [one, other] = [await start(), await start()];
  const waiting = Array.from({ length: mostWaitingCallers }, one.wait);
  expect((await one.wait())?.status).toBe("waiting");
  const others = other.wait();
  await other.client.runs.cancel.mutate({ runId: other.runId });
  expect((await others)?.status).toBe("cancelled");
  one.stop.abort();
  expect((await Promise.all(waiting)).every((run) => run?.status === "waiting")).toBe(true);
  await one.client.runs.cancel.mutate({ runId: one.runId });
  expect((await one.wait())?.status).toBe("cancelled");
});
