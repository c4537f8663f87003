import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import { emptyRunView, foldRunEvents } from "#core/run/view/fold.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { tidyRun } from "#server/services/progress/healing/tidy-run.ts";
import { watchRun } from "#server/services/runs/log/watch-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { agent, edges, noop, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { seededRandom } from "./testing/seeded-random.ts";
import { setStage } from "./testing/set-stage.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
beforeAll(() => stage.spawnWorker().ready);
afterAll(() => stage.close());

const voices = ["left", "middle", "right"];
const threeVoices = {
  name: "Three voices",
  nodes: [
    trigger,
    ...voices.map((id, index) => agent(id, `pace=${5 + 2 * index}&tokens=${220 - 40 * index}`)),
    noop("end"),
  ],
  edges: edges(...voices.flatMap((id) => [`start -> ${id}`, `${id} -> end`])),
};
/** Letters of one to four bytes, and some that are made of several. */
const input = "Ébb & flow 潮汐 🌊 e\u0301 👩‍🚀";

/** Reads to the end over connections that each last for a random number of lines, or for a random time. */
async function readInPieces(runId: RunId, random: () => number) {
  const events: RunEvent[] = [];
  let cuts = 0;
  for (;;) {
    const connection = new AbortController();
    const lines = 1 + Math.floor(random() * 2);
    const timer = setTimeout(() => connection.abort(), 5 + random() * 200);
    let read = 0;
    for await (const event of watchRun(
      stage.context,
      { runId, afterSeq: events.at(-1)?.seq ?? 0 },
      connection.signal,
    )) {
      events.push(event);
      read += 1;
      if (read === lines) break;
    }
    clearTimeout(timer);
    if (events.at(-1)?.type === "run.completed") return { events, cuts };
    cuts += 1;
  }
}

async function readThrough(runId: RunId): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of watchRun(stage.context, { runId, afterSeq: 0 }, AbortSignal.timeout(60_000))) {
    events.push(event);
  }
  return events;
}

const textOf = (events: readonly RunEvent[], nodeId: string) =>
  events
    .flatMap((event) => (event.type === "node.delta" && event.nodeId === nodeId ? [event.text] : []))
    .join("");

describe("a reader of a live run", () => {
  it("that is cut off again and again has each line once, in order, and the text byte for byte", async ({
    annotate,
  }) => {
    const runId = await stage.start(threeVoices, input);
    const readers = await Promise.all([1, 2, 3, 4].map((seed) => readInPieces(runId, seededRandom(seed))));
    const whole = await readThrough(runId);
    const { nodeRuns } = await getRun(stage.context, { runId });
    for (const { events, cuts } of readers) {
      // However few pieces the text came in: no connection lasted for more than two lines.
      expect(cuts).toBeGreaterThanOrEqual(whole.length / 2 - 1);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(events).toEqual(whole);
      for (const voice of voices) {
        const output = nodeRuns.find(({ nodeId }) => nodeId === voice)?.output;
        expect(Buffer.from(textOf(events, voice))).toEqual(Buffer.from(String(output)));
      }
    }
    await annotate(`cuts: ${readers.map(({ cuts }) => cuts).join(", ")} over ${whole.length} lines`);
  });

  it("that comes when the run has ended and its log was tidied sees what each node put out", async () => {
    const runId = await stage.start(threeVoices, input);
    const live = await readThrough(runId);
    await tidyRun(
      { db: stage.context.db, engine: stage.context.runs.engine },
      stage.context.actor.workspaceId,
      runId,
    );
    const late = await readThrough(runId);
    expect(late.filter(({ type }) => type === "node.delta")).toEqual([]);
    expect(late).toEqual(live.filter(({ type }) => type !== "node.delta"));
    const nodeIds = threeVoices.nodes.map(({ id }) => id);
    const [seenLate, seenLive] = [late, live].map((events) => foldRunEvents(emptyRunView(nodeIds), events));
    expect(seenLate).toEqual(seenLive);
    const { nodeRuns } = await getRun(stage.context, { runId });
    for (const { nodeId, output } of nodeRuns) expect(seenLate?.nodes.get(nodeId)?.output).toEqual(output);
  });

  it("sees the text of a retry in the place of the partial one, however its lines come in", async () => {
    const runId = await stage.start(
      chainOf("Retry", [trigger, agent("talk", "pace=4&tokens=60&fault=cut&after=12&times=1")]),
      input,
    );
    const { events } = await readInPieces(runId, seededRandom(5));
    let view = emptyRunView(["talk"]);
    const shown: string[] = [];
    for (const event of events) {
      view = foldRunEvents(view, [event, event]);
      shown.push(view.nodes.get("talk")?.text ?? "");
    }
    const facts = await readRunFacts(database, runId);
    const partial = facts.attempts[0]?.text ?? "";
    const restart = events.findIndex((event) => event.type === "node.started" && event.attempt === 2);
    expect(partial.length).toBeGreaterThan(0);
    expect(shown[restart - 1]).toBe(partial);
    expect(shown[restart]).toBe("");
    expect(shown.at(-1)).toBe(facts.output);
    expect(view.nodes.get("talk")?.retries).toBe(1);
  });
});
