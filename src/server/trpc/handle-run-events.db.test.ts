import { EventSource } from "eventsource";
import { afterAll, describe, expect, it } from "vitest";
import type { RunEvent } from "#core/events/run-event.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { endSession } from "#server/services/sessions/end-session.ts";
import { lookAgainMs } from "#server/services/standing.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { bearer, clientOf, createPerson, headersOf, type RequestHeaders } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { serveWeb } from "#server/testing/serve-web.ts";

const built = await createTestWeb();
let offsetMs = 0;
const web = { ...built, tools: { ...built.tools, clock: { nowMs: () => Date.now() + offsetMs } } };
const server = await serveWeb(web);
afterAll(() => server.kill());
const person = await createPerson(web);
const client = clientOf(web, person);
const { token } = await client.tokens.create.mutate({ name: "reader", scopes: ["read"] });

/** There is no worker here, so a run with a delay lasts until it is stopped. */
const waiting: PipelineDefinitionInput = {
  name: "Waits",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    { id: "pause", type: "delay", name: "Pause", config: { seconds: 1800 } },
  ],
  edges: [{ id: "e1", from: "start", to: "pause" }],
};

async function start(definition: PipelineDefinitionInput): Promise<string> {
  const { pipelineId } = await client.pipelines.create.mutate({ definition });
  return (await client.runs.start.mutate({ pipelineId, input: { word: "hello" } })).runId;
}

const addressOf = (runId: string) => `${server.url}/api/runs/${runId}/events`;
const ask = (runId: string, headers: RequestHeaders = bearer(token)) => fetch(addressOf(runId), { headers });

/** A standard EventSource, as in a browser: it knows nothing of us. */
function follow(runId: string, headers: RequestHeaders = bearer(token)) {
  const lines: RunEvent[] = [];
  const statuses: number[] = [];
  const refusals: string[] = [];
  const source = new EventSource(addressOf(runId), {
    fetch: async (url, init) => {
      const response = await fetch(url, { ...init, headers: { ...init.headers, ...headers } });
      statuses.push(response.status);
      return response;
    },
  });
  source.onmessage = ({ data }) => lines.push(JSON.parse(data) as RunEvent);
  source.addEventListener("refused", ({ data }) =>
    refusals.push((JSON.parse(data) as { code: string }).code),
  );
  const closed = new Promise<void>((resolve) => {
    source.onerror = () => {
      if (source.readyState === source.CLOSED) resolve();
    };
  });
  return { lines, statuses, refusals, closed, source };
}

describe("a standard EventSource", () => {
  it("gets each line of a run once and in order, and ends for good with the run", async () => {
    const runId = await start(waiting);
    const { lines, statuses, closed } = follow(runId);
    await expect.poll(() => lines.length).toBeGreaterThan(0);
    await client.runs.cancel.mutate({ runId });
    await closed;
    expect(statuses).toEqual([200, 204]);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
    expect([lines[0]?.type, lines.at(-1)?.type]).toEqual(["run.started", "run.cancelled"]);
  });

  it.each<[string, () => Promise<[string, RequestHeaders]>, number]>([
    ["nobody", async () => [await start(pureDefinition), {}], 401],
    ["a bad token", async () => [await start(pureDefinition), bearer("pen_bad")], 401],
    ["a stranger", async () => [await start(pureDefinition), headersOf(await createPerson(web))], 404],
    ["whoever asks for no run", async () => ["not-a-run", bearer(token)], 404],
    ["whoever names no workspace", async () => [await start(pureDefinition), { cookie: person.cookie }], 400],
    [
      "whoever has read something else",
      async () => [await start(pureDefinition), { ...bearer(token), "last-event-id": "x" }],
      400,
    ],
  ])("gets %s as a status, and does not reconnect", async (_who, prepare, status) => {
    const [runId, headers] = await prepare();
    const { statuses, closed, lines } = follow(runId, headers);
    await closed;
    expect({ statuses, lines }).toEqual({ statuses: [status], lines: [] });
  });

  it("is cut off when the right ends, and gets the reason as the next status", async () => {
    const reader = await createPerson(web);
    const own = clientOf(web, reader);
    const { pipelineId } = await own.pipelines.create.mutate({ definition: waiting });
    const { runId } = await own.runs.start.mutate({ pipelineId });
    const { lines, statuses, refusals, closed } = follow(runId, headersOf(reader));
    await expect.poll(() => lines.length).toBeGreaterThan(0);
    await endSession(web.tools, reader.sessionId);
    offsetMs += lookAgainMs;
    await closed;
    expect({ statuses, refusals }).toEqual({ statuses: [200, 401], refusals: ["UNAUTHENTICATED"] });
  });
});

describe("the stream itself", () => {
  it("continues after the last line a reader has, by header or by URL, and is over when that was the last", async () => {
    const runId = await start(pureDefinition);
    const all = await (await ask(runId)).text();
    const last = Number(all.match(/^id: (\d+)$/gm)?.length);
    const rest = await ask(runId, { ...bearer(token), "last-event-id": String(last - 1) });
    expect((await rest.text()).match(/^id: .*$/gm)).toEqual([`id: ${last}`]);
    const none = await fetch(`${addressOf(runId)}?lastEventId=${last}`, { headers: bearer(token) });
    expect(none.status).toBe(204);
  });

  it("tells proxies not to buffer it", async () => {
    const response = await ask(await start(pureDefinition));
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(await response.text()).toMatch(/^retry: 2000\n\nid: 1\ndata: \{/);
  });

  it("accepts a cookie with the workspace in the URL, as a browser sends it", async () => {
    const runId = await start(pureDefinition);
    const address = `${addressOf(runId)}?workspace=${person.workspaceSlug}`;
    expect((await fetch(address, { headers: { cookie: person.cookie } })).status).toBe(200);
  });
});
