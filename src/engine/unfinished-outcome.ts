import { AppError, toErrorInfo } from "#core/errors.ts";
import { likelyTokens } from "#core/run/agent/bound-call.ts";
import type { CallUsage, NodeOutcome } from "#core/run/node-task.ts";
import { AbortReason } from "./abort-reason.ts";
import { mayBeBilled } from "./may-be-billed.ts";
import type { AttemptRecord, NodeWork } from "./node-handler.ts";

/** The outcome of an attempt that was stopped or failed, with everything said and used until then. */
export function toUnfinishedOutcome(error: unknown, work: NodeWork): NodeOutcome {
  const { record, task } = work;
  const kept = {
    text: record.text,
    usage: usageUntilNow(record, error),
    ...(record.hasActed && !isRefusal(error) ? { mayHaveActed: true as const } : {}),
  };
  if (error instanceof AbortReason) {
    return { kind: "cancelled", ...kept, providerRequestId: record.providerRequestId };
  }
  if (!(error instanceof AppError)) logUnexpected(error, work);
  const info = toErrorInfo(error, task.nodeId);
  return {
    kind: "failed",
    error: info,
    retryAfterMs: error instanceof AppError ? (error.retryAfterMs ?? null) : null,
    ...(error instanceof AppError && error.answer !== undefined ? { answer: error.answer } : {}),
    ...(record.stop === null ? {} : { stop: record.stop }),
    ...kept,
    providerRequestId: record.providerRequestId ?? requestIdOf(info.details?.providerRequestId),
  };
}

/** The receiver has said that it did not do what it was asked. 408 only says that it did not wait for all of it. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof AppError ? error.details?.httpStatus : undefined;
  return typeof status === "number" && status >= 400 && status < 500 && status !== 408;
}

/**
 * The provider's figures, with at least as much output as was received; an estimate if it reported none but sent text.
 * If it sent nothing either, the usage is unknown, unless the call was never sent or was refused.
 */
export function usageUntilNow(record: AttemptRecord, error: unknown): CallUsage {
  const { usage, heardCharacters, sentCharacters } = record;
  const heardTokens = likelyTokens(heardCharacters);
  if (usage !== null) {
    return usage.estimated ? { ...usage, outputTokens: Math.max(usage.outputTokens, heardTokens) } : usage;
  }
  if (heardCharacters === 0) return sentCharacters > 0 && mayBeBilled(error) ? "unknown" : null;
  return {
    inputTokens: likelyTokens(sentCharacters),
    outputTokens: heardTokens,
    cacheWriteTokens: 0,
    cacheReadTokens: 0,
    estimated: true,
    raw: null,
  };
}

function requestIdOf(detail: string | number | boolean | null | undefined): string | null {
  return typeof detail === "string" ? detail : null;
}

/** A defect of our own: people are not shown it, so the log must say it. */
function logUnexpected(error: unknown, { ports, task }: NodeWork): void {
  ports.log.error("a node failed in an unforeseen way", {
    runId: task.runId,
    nodeId: task.nodeId,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
