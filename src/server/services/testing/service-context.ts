import { randomBytes, randomUUID } from "node:crypto";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import type { Database } from "#server/db/driver/client.ts";
import { type SeededWorkspace, seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import { createFileBodies } from "#server/files/file-bodies.ts";
import { createLogger } from "#server/logger.ts";
import type { ServiceContext, ServiceTools } from "#server/services/context.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { NodeSteps } from "#server/services/progress/step/node-steps.ts";
import type { RunBell } from "#server/services/runs/log/run-bell.ts";

/** A bell that never rings: readers fall back to polling. */
const silentBell: RunBell = { subscribe: () => () => undefined };

/** The context of the owner of a new workspace, whose runs write their effects to the outbox. */
export async function createTestContext(
  db: Database,
): Promise<ServiceContext & { readonly seeded: SeededWorkspace }> {
  const seeded = await seedWorkspace(db);
  return { seeded, ...contextOf(db, seeded) };
}

/** Like `createTestContext`, for an existing workspace: each process that serves its people has one. */
export function contextOf(db: Database, { workspaceId, userId }: SeededWorkspace): ServiceContext {
  return {
    db,
    clock: { nowMs: () => Date.now() },
    newId: uuid7,
    keyring: parseKeyring(`k1:${randomBytes(32).toString("base64")}`),
    publicOrigin: "http://penstock.test",
    log: createLogger({ level: "silent", service: "test" }),
    ports: {
      rateLimits: {
        consume: async () => undefined,
        giveBack: async () => undefined,
        reset: async () => undefined,
      },
      mailer: null,
      mcp: { listTools: async () => [] },
      webhooks: { checkAddress: () => undefined },
      providers: {
        checkAddress: () => undefined,
        checkKey: async () => ({ ok: true }),
        listModels: async () => [],
        listSandboxModels: () => [],
      },
    },
    runs: { engine: "inngest", plans: new PlanCache(), bell: silentBell },
    bodies: createFileBodies(db, { folder: null, s3: null, maxBytes: 33_554_432 }),
    actor: {
      kind: "session",
      workspaceId,
      userId,
      role: "owner",
      scopes: null,
      sessionId: null,
      tokenId: null,
    },
  };
}

/** A separate worker on the same database. */
export function createTestEngine(
  context: ServiceTools,
  overrides: Partial<EngineContext> = {},
): EngineContext {
  const { engine, plans } = context.runs;
  return {
    db: context.db,
    engine,
    workerId: randomUUID(),
    leaseMs: 15_000,
    plans,
    steps: new NodeSteps({ db: context.db, engine: overrides.engine ?? engine, plans, log: context.log }),
    log: context.log,
    bodies: context.bodies,
    random: () => 0.5,
    newToken: () => randomUUID(),
    ...overrides,
  };
}
