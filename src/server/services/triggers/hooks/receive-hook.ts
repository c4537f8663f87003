import { createHash, randomBytes, randomUUID } from "node:crypto";
import { AppError } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { WebhookTrigger } from "#core/triggers/trigger-definition.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withSystem, withTenant } from "#server/db/driver/with-tenant.ts";
import { takeOccurrence } from "#server/db/trigger/firing-store.ts";
import { findHook } from "#server/db/trigger/live-trigger-store.ts";
import { findTrigger, type StoredTrigger } from "#server/db/trigger/trigger-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { type Beginning, beginTriggeredRun, nobodyIn } from "../begin-triggered-run.ts";
import { openHookSecrets } from "./open-hook-secrets.ts";
import { deliveryIdOf, hookData, readHookBody } from "./read-hook-data.ts";
import { type HookRequest, isFromSender } from "./verify-sender.ts";

/** The result of a webhook request. `unknown`: there is no such webhook, or the sender does not know its secret. */
export type HookAnswer =
  | { readonly kind: "unknown" }
  | { readonly kind: "paused" }
  /** Slack's check that the address is right. */
  | { readonly kind: "challenge"; readonly text: string }
  | {
      readonly kind: "run";
      readonly workspaceId: WorkspaceId;
      readonly runId: RunId;
      /** The delivery was repeated, and had already started this run. */
      readonly isAgain: boolean;
      readonly respond: WebhookTrigger["respond"];
    };

interface OpenHook {
  readonly workspaceId: WorkspaceId;
  readonly trigger: StoredTrigger & { readonly config: WebhookTrigger };
}

const hookIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const secretOfNobody = randomBytes(32).toString("base64");

/**
 * Receives a delivery: nothing of it is parsed before its sender is authenticated, and a repeated one returns the first
 * one's run.
 * @throws AppError RATE_LIMITED, INVALID_INPUT, or any error that keeps the run from beginning.
 */
export async function receiveHook(
  tools: ServiceTools,
  hookId: string,
  request: HookRequest,
): Promise<HookAnswer> {
  const hook = await knownSender(tools, hookId, request);
  if (hook === null) return { kind: "unknown" };
  const { workspaceId, trigger } = hook;
  await tools.ports.rateLimits.consume("hook-call-by-hook", hookId);
  await tools.ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  const body = await readOrRefuse(tools, hook, request);
  const challenge = challengeOf(trigger.config, body);
  if (challenge !== null) return { kind: "challenge", text: challenge };
  const id = deliveryIdOf(trigger.config, request, body);
  return deliver(tools, hook, request, { id: id === null || id === "" ? randomUUID() : id, body });
}

/** An unknown address costs about as much as a wrong signature, and neither is recorded. */
async function knownSender(
  tools: ServiceTools,
  hookId: string,
  request: HookRequest,
): Promise<OpenHook | null> {
  const live = hookIdPattern.test(hookId) ? await withSystem(tools.db, (tx) => findHook(tx, hookId)) : null;
  const found =
    live === null
      ? null
      : await withTenant(tools.db, live.workspaceId, async (tx) => ({
          trigger: await findTrigger(tx, live.workspaceId, live.triggerId),
          secrets: await openHookSecrets(tx, tools.keyring, live.workspaceId, live.triggerId, request.nowMs),
        }));
  const config = found?.trigger?.config;
  const scheme = config?.kind === "webhook" ? config.scheme : "standard";
  const isKnown = isFromSender(scheme, found?.secrets ?? [secretOfNobody], request);
  if (live === null || !isKnown || found === null || found.trigger === null || config?.kind !== "webhook")
    return null;
  return { workspaceId: live.workspaceId, trigger: { ...found.trigger, config } };
}

/** An invalid delivery of an authenticated sender is recorded, so that people find out why there is no run. */
async function readOrRefuse(tools: ServiceTools, hook: OpenHook, request: HookRequest): Promise<Json> {
  try {
    return readHookBody(hook.trigger.config, request);
  } catch (error) {
    if (error instanceof AppError)
      await writeDown(tools, hook, randomUUID(), request, "refused", error.message);
    throw error;
  }
}

function challengeOf({ scheme }: WebhookTrigger, body: Json): string | null {
  if (scheme !== "slack" || typeof body !== "object" || body === null || Array.isArray(body)) return null;
  return body.type === "url_verification" && typeof body.challenge === "string" ? body.challenge : null;
}

async function deliver(
  tools: ServiceTools,
  hook: OpenHook,
  request: HookRequest,
  delivery: { readonly id: string; readonly body: Json },
): Promise<HookAnswer> {
  const { workspaceId, trigger } = hook;
  const key = occurrenceKey(delivery.id);
  if (trigger.pausedAtMs !== null) {
    const isNew = await writeDown(tools, hook, key, request, "skipped", "The trigger was paused.");
    if (isNew) return { kind: "paused" };
  }
  const occurrence = {
    key,
    dueAtMs: request.nowMs,
    nowMs: request.nowMs,
    data: hookData(trigger.config, request, delivery),
    actor: nobodyIn(workspaceId),
    ledBy: [],
  };
  const begun = await withTenantDirect(tools.db, workspaceId, (tx) =>
    beginTriggeredRun(tx, tools, trigger, occurrence),
  );
  return toAnswer(hook, begun);
}

const longestKey = 300;

/**
 * Senders choose ids of any length. One that is too long to be stored gets a digest, so that it differs from others
 * with the same beginning.
 */
function occurrenceKey(deliveryId: string): string {
  if (deliveryId.length <= longestKey) return deliveryId;
  const digest = createHash("sha256").update(deliveryId).digest("hex");
  return `${deliveryId.slice(0, longestKey - digest.length - 1)} ${digest}`;
}

function toAnswer({ workspaceId, trigger }: OpenHook, begun: Beginning): HookAnswer {
  if (begun.outcome === "refused") throw begun.error;
  const runId = begun.outcome === "started" ? begun.runId : begun.firing.runId;
  if (runId === null) throw new Error(`A firing of ${trigger.id} has started and names no run.`);
  const { respond } = trigger.config;
  return { kind: "run", workspaceId, runId, isAgain: begun.outcome === "again", respond };
}

/** False where the delivery has already started a run. */
function writeDown(
  { db }: ServiceTools,
  { workspaceId, trigger }: OpenHook,
  key: string,
  { nowMs }: HookRequest,
  outcome: "refused" | "skipped",
  reason: string,
): Promise<boolean> {
  const firing = { key, dueAtMs: nowMs, outcome, reason };
  return withTenant(db, workspaceId, (tx) => takeOccurrence(tx, workspaceId, trigger.id, firing));
}
