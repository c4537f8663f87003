import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { parseEnvironment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { continueRun } from "#server/services/progress/healing/continue-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { type InngestDoor, openInngestDoor } from "./door.ts";

const database = await createTestDatabase();

/** What an Inngest server does with events: takes them, and now and then answers that it is not well. */
const received: { readonly id: string; readonly name: string }[] = [];
let answersToRefuse = 0;
const inngestServer = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const isWell = answersToRefuse <= 0;
  answersToRefuse -= 1;
  const events = JSON.parse(Buffer.concat(chunks).toString() || "[]");
  if (isWell) received.push(...events);
  response.writeHead(isWell ? 200 : 503, { "content-type": "application/json" });
  const ids = events.map((event: { id: string }) => event.id);
  response.end(JSON.stringify(isWell ? { ids, status: 200 } : { error: "not well", status: 503 }));
});

let context: ServiceContext;
let door: InngestDoor;

beforeAll(async () => {
  await new Promise<void>((resolve) => inngestServer.listen(0, "127.0.0.1", resolve));
  const environment = parseEnvironment({
    NODE_ENV: "production",
    ENGINE: "inngest",
    DATABASE_APP_URL: database.appUrl,
    PENSTOCK_KEYRING: `k1:${randomBytes(32).toString("base64")}`,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    INNGEST_SIGNING_KEY: randomBytes(32).toString("hex"),
    INNGEST_EVENT_KEY: "test",
    INNGEST_BASE_URL: `http://127.0.0.1:${(inngestServer.address() as AddressInfo).port}`,
  });
  // The sweep, which finds what no bell reported, comes when a test lets it: `vi.waitFor` moves this clock.
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  door = await openInngestDoor(environment, createLogger({ level: "silent", service: "web" }));
  context = await createTestContext(database.db);
});
afterAll(async () => {
  await door.close();
  vi.useRealTimers();
  inngestServer.close();
});

const pipeline = chainOf("Out", [
  { id: "start", type: "trigger", name: "Start" },
  { id: "work", type: "action", name: "Work", config: { action: "noop" } },
]);

async function start() {
  const pipelineId = await seedPipeline(context, pipeline);
  return startRun(context, { pipelineId, input: 1, variables: {}, version: null, idempotencyKey: null });
}

async function unsent(): Promise<number> {
  const [row] = await database.asOwner<{ count: number }>(
    "select count(*)::int as count from system.outbox where sent_at is null",
  );
  return row?.count ?? 0;
}

describe("the door to a real Inngest server", () => {
  it("sends what a committed step wrote, with ids only", async () => {
    const { runId } = await start();
    await expect.poll(() => received.some((event) => event.id.startsWith(runId))).toBe(true);
    const event = received.find(({ id }) => id.startsWith(runId));
    expect(event).toMatchObject({
      name: "pipeline/node.ready",
      data: { runId, nodeId: "work", workspaceId: context.actor.workspaceId },
    });
    await expect.poll(unsent).toBe(0);
  });

  it("sends at once what makes a run go on that has stopped, though its log has no new line", async () => {
    const { runId } = await start();
    await expect.poll(() => received.some((event) => event.id.startsWith(runId))).toBe(true);
    const before = received.length;
    const engine = createTestEngine(context);
    expect(await continueRun(engine, context.actor.workspaceId, runId)).toBe("handed-out");
    await expect.poll(() => received.length).toBeGreaterThan(before);
    expect(received.at(-1)?.id).toContain(`${runId}:work:again-`);
  });

  it("keeps events while the server is not well, and sends them when it is", async () => {
    answersToRefuse = 8;
    const { runId } = await start();
    await vi.waitFor(() => expect(received.some((event) => event.id.startsWith(runId))).toBe(true), 30_000);
    await vi.waitFor(async () => expect(await unsent()).toBe(0), 30_000);
  });

  it("refuses calls that carry no signature of the server", async () => {
    const request = () =>
      new NextRequest("http://localhost:3000/api/inngest?fnId=penstock-run-node&stepId=step", {
        method: "POST",
        body: JSON.stringify({ event: { name: "pipeline/node.ready", data: {} } }),
      });
    expect((await door.handlers.POST(request(), undefined)).status).toBe(401);
    const listing = await door.handlers.GET(new NextRequest("http://localhost:3000/api/inngest"), undefined);
    expect(JSON.stringify(await listing.json())).not.toContain("run-node");
    const synced = await door.handlers.PUT(
      new NextRequest("http://localhost:3000/api/inngest", { method: "PUT" }),
      undefined,
    );
    expect(synced.status).toBe(401);
  });
});
