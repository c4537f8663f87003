import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createBudget } from "#server/services/budgets/create-budget.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { createEndpoint } from "#server/services/webhooks/create-endpoint.ts";
import { listDeliveries } from "#server/services/webhooks/list-deliveries.ts";
import { agent, noop, trigger } from "./testing/pipelines.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";
import { isSignedWith, WebhookReceiver } from "./testing/webhook-receiver.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
const keyring = `k1:${randomBytes(32).toString("base64")}`;
const context: ServiceContext = { ...stage.context, keyring: parseKeyring(keyring) };
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.start();
});
afterEach(() => stage.endWorkers());
afterAll(async () => {
  await receiver.close();
  await stage.close();
});

async function spawn() {
  const worker = stage.spawnWorker({ keyring });
  await worker.ready;
  return worker;
}

const pure = { id: "shape", type: "transform", name: "Shape", config: { value: {} } } as const;

describe("a webhook whose sender stops in order", () => {
  it("is sent again by the next process, which waits for nothing", async () => {
    const place = receiver.place();
    const types = ["run.completed"] as const;
    await createEndpoint(context, { url: place.url, description: "", types, idempotencyKey: null });
    place.answers.push(null);
    const first = await spawn();
    await stage.start(chainOf("Stopped", [trigger, pure]));
    const comes = (count: number) =>
      until(
        () => place.received,
        (received) => received.length === count,
      );
    await comes(1);
    await first.end("SIGTERM");
    await spawn();
    await comes(2);
    expect(new Set(place.received.map(({ id }) => id)).size).toBe(1);
  });
});

describe("a webhook whose sender is killed", () => {
  it("is sent again under the same id, and what happened meanwhile is not lost", async () => {
    const place = receiver.place();
    const { endpointId, secret } = await createEndpoint(context, {
      url: place.url,
      description: "",
      types: ["run.completed", "budget.reached"],
      idempotencyKey: null,
    });
    // Nobody knows what became of the first one.
    place.answers.push(null);
    const first = await spawn();
    const runId = await stage.start(chainOf("First", [trigger, noop("step")]));
    await until(
      () => place.received,
      (received) => received.length === 1,
    );
    await first.end("SIGKILL");
    // Ends while nobody is there: the database notes it.
    const meanwhile = await stage.start(chainOf("Meanwhile", [trigger, pure]));
    // Stands in for the minute after which the claim of the dead is over.
    await database.asOwner("update system.due_webhooks set due_at = now() - interval '1 second'");
    await spawn();
    await until(
      () => place.received,
      (received) => received.length >= 3,
    );
    const runs = place.received.map(({ id, text }) => ({ id, runId: JSON.parse(text).data.runId as string }));
    const ids = Map.groupBy(runs, (one) => one.runId);
    expect([...ids.keys()].toSorted()).toEqual([runId, meanwhile].toSorted());
    expect(ids.get(runId)?.map(({ id }) => id)).toEqual(Array(2).fill(ids.get(runId)?.[0]?.id));
    expect(ids.get(meanwhile)).toHaveLength(1);
    expect(place.received.every((message) => isSignedWith(secret, message))).toBe(true);
    // A call that does not fit.
    await createBudget(context, {
      ...{ scope: "workspace", per: "day", timezone: "UTC", limitMicros: 1, warnPercent: null },
      ...{ onLimit: "fail", idempotencyKey: null },
    });
    await stage.start(chainOf("Too expensive", [trigger, agent("ask", "tokens=20&pace=0")]));
    await until(
      () => place.received.map(({ text }) => JSON.parse(text)),
      (bodies) => bodies.some(({ type }) => type === "budget.reached"),
    );
    const reached = place.received
      .map(({ text }) => JSON.parse(text))
      .find(({ type }) => type === "budget.reached");
    expect(reached.data).toMatchObject({ scope: "workspace", per: "day", limitMicros: 1, onLimit: "fail" });
    const page = { endpointId, status: null, cursor: null, limit: 10 };
    await until(
      async () => (await listDeliveries(context, page)).deliveries,
      (deliveries) => deliveries.length === 3 && deliveries.every(({ status }) => status === "delivered"),
    );
  });
});
