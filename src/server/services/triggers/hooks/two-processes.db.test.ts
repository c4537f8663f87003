import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { createHookStage, hookBody, standard } from "#server/testing/hook-stage.ts";
import { spawnWeb, type WebChild } from "#server/testing/web-child.ts";

const { web, hookOf } = await createHookStage();
const servers: WebChild[] = [];
afterAll(() => Promise.all(servers.map((server) => server.kill())));

const deliveries = 24;
const atATime = 4;
/** One of the two is killed each time this many have been answered. */
const killEvery = 8;

type Headers = ReturnType<typeof standard>;
interface Answer {
  readonly status: number;
  readonly runId: string;
}

/** Sends to one of the processes until it gets an answer, as senders do: if one is gone, to the other. */
async function send(path: string, headers: Headers, first: number): Promise<Answer> {
  for (let attempt = first; ; attempt += 1) {
    const url = `${servers[attempt % 2]?.url}${path}`;
    const sent = { method: "POST", headers: { "content-type": "application/json", ...headers } };
    try {
      const response = await fetch(url, { ...sent, body: hookBody });
      const { runId } = (await response.json()) as { runId: string };
      return { status: response.status, runId };
    } catch {
      await sleep(20);
    }
  }
}

it("starts one run per delivery, although two processes receive it at once and are killed again and again", {
  timeout: 240_000,
}, async () => {
  const { appUrl } = web.database;
  servers.push(...(await Promise.all([spawnWeb(appUrl), spawnWeb(appUrl)])));
  const hook = await hookOf({ scheme: "standard" });
  const path = new URL(hook.url).pathname;
  const answers = new Map<string, readonly Answer[]>();
  let killing = Promise.resolve();
  const killOne = async (which: number) => {
    await servers[which]?.kill();
    servers[which] = await spawnWeb(appUrl);
  };
  let left = deliveries;
  const sender = async () => {
    for (; left > 0; ) {
      left -= 1;
      const id = randomUUID();
      const headers = standard(hook.secret, id);
      answers.set(id, await Promise.all([send(path, headers, 0), send(path, headers, 1)]));
      if (answers.size % killEvery === 0 && left > 0) {
        const which = (answers.size / killEvery) % 2;
        killing = killing.then(() => killOne(which));
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, sender));
  await killing;
  const rows = await web.database.asOwner<{ key: string; runId: string; outcome: string }>(
    `select f.occurrence_key as key, f.run_id as "runId", f.outcome from trigger_firings f
       join triggers t on t.id = f.trigger_id where t.pipeline_id = $1`,
    [hook.name.pipelineId],
  );
  expect(rows).toHaveLength(deliveries);
  for (const { key, runId, outcome } of rows) {
    const told = answers.get(key) ?? expect.fail(`nobody sent ${key}`);
    expect(outcome).toBe("started");
    expect(told.map((answer) => answer.runId)).toEqual([runId, runId]);
    // Both are told that it is a repetition only where the first answer was lost with its process.
    expect([
      [200, 200],
      [200, 202],
    ]).toContainEqual(told.map(({ status }) => status).toSorted());
  }
  const [runs] = await web.database.asOwner<{ count: number }>(
    "select count(*)::int as count from runs where pipeline_id = $1",
    [hook.name.pipelineId],
  );
  expect(runs?.count).toBe(deliveries);
});
