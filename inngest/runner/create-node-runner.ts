import { randomUUID } from "node:crypto";
import { leaseMs } from "#core/dispatch/lease.ts";
import { AppError } from "#core/errors.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import { nodeLacksKey } from "#core/policy/key-faults.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { EnginePorts } from "#engine/ports.ts";
import { TextBeats } from "#engine/text-beats.ts";
import { createGuardedHttp } from "#providers/http/guarded-http.ts";
import { ownHosts } from "#providers/http/own-hosts.ts";
import { createVendorFetch } from "#providers/http/vendor-fetch.ts";
import { openMcp } from "#providers/mcp/open-mcp.ts";
import { openSandboxModel, openVendorModel } from "#providers/open-model.ts";
import type { Keyring } from "#server/crypto/keyring.ts";
import { senderHeader, senderMark } from "#server/crypto/sender-mark.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import type { Database } from "#server/db/driver/client.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { renewLeases } from "#server/db/run/progress/lease/lease-store.ts";
import { SentMarks } from "#server/db/run/progress/lease/sent-marks.ts";
import { defaultFileBytes } from "#server/env-files.ts";
import { createFileBodies, type FileBodies, type FileSettings } from "#server/files/file-bodies.ts";
import type { Logger } from "#server/logger.ts";
import { filesForTasks } from "#server/services/files/files-for-tasks.ts";
import { openProviderKey } from "#server/services/keys/open-provider-key.ts";
import type { EngineContext, EngineKind } from "#server/services/progress/engine-context.ts";
import type { PlanCache } from "#server/services/progress/plan-cache.ts";
import { NodeSteps } from "#server/services/progress/step/node-steps.ts";
import { createRateLimits } from "#server/services/rate-limits/create-rate-limits.ts";
import { openSecrets } from "#server/services/secrets/open-secrets.ts";
import { sendEventOfRun } from "#server/services/triggers/send-event-of-run.ts";
import { BranchRoom } from "./branch-room.ts";
import { ClaimsAhead } from "./claims-ahead.ts";
import { Handovers } from "./handovers.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import type { NodeRunner } from "./run-node-step.ts";

/** A stop that the bell missed reaches the attempt within one beat. */
const beatMs = 1_000;

export interface RunnerOptions {
  readonly db: Database;
  readonly engine: EngineKind;
  readonly plans: PlanCache;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly sandboxUrl: string;
  readonly allowPrivateHttp: boolean;
  /** Null or absent: the guard's own. */
  readonly allowedHttpPorts?: readonly number[] | "any" | null;
  readonly egressProxy?: string | null;
  /** Absent: none. */
  readonly privateModelHosts?: readonly string[];
  /** Where people reach this Penstock; its pipelines may not. */
  readonly publicOrigin: string;
  /** Absent: all files are stored in the database. */
  readonly files?: FileSettings;
}

const filesInDatabase: FileSettings = { folder: null, s3: null, maxBytes: defaultFileBytes };

/** Assembles what functions need to run nodes in this process. Call `keeper.start()` when it begins to work. */
export function createNodeRunner(options: RunnerOptions): NodeRunner {
  const { db, engine, plans, log } = options;
  const bodies = createFileBodies(db, options.files ?? filesInDatabase);
  const context: EngineContext = {
    db,
    engine,
    plans,
    log,
    bodies,
    steps: new NodeSteps({ db, engine, plans, log }),
    leaseMs,
    workerId: randomUUID(),
    random: Math.random,
    newToken: randomUUID,
  };
  const marks = new SentMarks(db);
  const keeper = new LeaseKeeper({
    beatMs,
    leaseMs,
    renew: (leases) => withSystem(db, (tx) => renewLeases(tx, leases, leaseMs)),
    markSent: (leaseToken) => marks.mark(leaseToken),
    onError: (error) => log.warn({ err: error }, "could not extend leases"),
  });
  const handovers = new Handovers(keeper);
  return {
    context,
    keeper,
    handovers,
    ahead: new ClaimsAhead(context, handovers, keeper),
    room: new BranchRoom(),
    beats: new TextBeats(),
    ports: createPorts(options, bodies),
    close() {
      keeper.stop();
      marks.close();
    },
  };
}

function openKey(options: RunnerOptions, task: NodeTask, ref: ModelRef) {
  if (task.providerKeyId !== null) return openProviderKey(options, task.workspaceId, task.providerKeyId);
  const { code, message, nodeId = task.nodeId } = nodeLacksKey(task.nodeId, ref.provider);
  throw new AppError(code, message, { nodeId });
}

function createPorts(
  options: RunnerOptions,
  bodies: FileBodies,
): Omit<EnginePorts, "text" | "calls" | "steps"> {
  const { log, sandboxUrl } = options;
  const sandbox = openSandboxModel(sandboxUrl);
  const { db, engine, plans } = options;
  const sending = {
    db,
    log,
    newId: () => uuid7(),
    runs: { engine, plans },
    rateLimits: createRateLimits(db),
  };
  const egress = { allowPrivateAddresses: options.allowPrivateHttp, proxy: options.egressProxy ?? null };
  const vendorFetch = createVendorFetch({ ...egress, privateHosts: options.privateModelHosts ?? [] });
  const http = createGuardedHttp({
    ...egress,
    ...(options.allowedHttpPorts == null ? {} : { allowedPorts: options.allowedHttpPorts }),
    blockedHosts: ownHosts(options.publicOrigin),
    mark: { [senderHeader]: senderMark(options.publicOrigin) },
  });
  return {
    models: {
      async open(task, ref) {
        if (ref.provider === "sandbox") return sandbox;
        return openVendorModel(ref.provider, await openKey(options, task, ref), vendorFetch);
      },
    },
    http,
    mcp: openMcp(http),
    secrets: { open: (task, names) => openSecrets(options, task.workspaceId, names) },
    events: { send: (task, event) => sendEventOfRun(sending, task, event) },
    files: filesForTasks({ db, bodies }),
    clock: { nowMs: Date.now },
    log: {
      info: (message, fields) => log.info(fields ?? {}, message),
      error: (message, fields) => log.error(fields ?? {}, message),
    },
  };
}
