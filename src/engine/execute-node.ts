import { AppError } from "#core/errors.ts";
import { normalizeJson } from "#core/json/normalize-text.ts";
import { defaultOutputBytes } from "#core/nodes/fields/node-fields.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { applyOutputMapping } from "#core/run/output-mapping.ts";
import { startAttemptClock } from "./attempt-clock.ts";
import { findHandler } from "./handlers/registry.ts";
import { type NodeHandler, type NodeResult, type NodeWork, newRecord } from "./node-handler.ts";
import { checkArtifactSizes, checkOutputSize } from "./output/check-output.ts";
import { validateOutput } from "./output/validate-output.ts";
import type { EnginePorts } from "./ports.ts";
import { toUnfinishedOutcome, usageUntilNow } from "./unfinished-outcome.ts";

/**
 * Executes one attempt of one node: picks the handler by its type, limits it to the node's time-out and the run's
 * deadline, and checks its result. Never throws: every end is an outcome, and one that did not complete keeps the text
 * and the usage so far.
 *
 * `signal` is aborted with an `AbortReason`; the outcome is then `cancelled`, unless the work was already done.
 */
export async function executeNode(
  task: NodeTask,
  ports: EnginePorts,
  signal: AbortSignal,
): Promise<NodeOutcome> {
  const record = newRecord();
  const clock = startAttemptClock(task, ports.clock.nowMs(), signal);
  const maxOutputBytes = task.node.limits.outputBytes ?? defaultOutputBytes;
  const work: NodeWork = { task, ports, signal: clock.signal, record, maxOutputBytes };
  try {
    clock.signal.throwIfAborted();
    const raw = await clock.race(handlerOf(task)(work));
    const result = finish(work, raw);
    const { providerRequestId, stop } = record;
    const usage = usageUntilNow(record, null);
    return { kind: "completed", ...result, ...(stop === null ? {} : { stop }), usage, providerRequestId };
  } catch (error) {
    return toUnfinishedOutcome(clock.signal.aborted ? clock.signal.reason : error, work);
  } finally {
    clock.stop();
    await flushText(work);
  }
}

/** The result counts even if not all of it could be sent to the live view: the work has been paid for. */
async function flushText({ task, ports }: NodeWork): Promise<void> {
  try {
    await ports.text.flush();
  } catch (error) {
    ports.log.error("the text of a node could not be written to the log", {
      runId: task.runId,
      nodeId: task.nodeId,
      error: String(error),
    });
  }
}

function handlerOf({ node }: NodeTask): NodeHandler {
  const handler = findHandler(node.type);
  if (handler !== undefined) return handler;
  throw new AppError("INVALID_DEFINITION", `A node of type ${node.type} has no work for a worker.`);
}

/** Converts a handler's result into the form in which it is stored. Throws if it may not be stored. */
function finish({ task, maxOutputBytes }: NodeWork, raw: NodeResult): NodeResult {
  checkArtifactSizes(raw.artifacts, maxOutputBytes);
  const mapped = applyOutputMapping(task.node, normalizeJson(raw.output), task.scope);
  if (!mapped.ok)
    throw new AppError(mapped.error.code, mapped.error.message, { retryable: mapped.error.retryable });
  checkOutputSize(mapped.output, maxOutputBytes);
  validateOutput(task.node, mapped.output);
  return { output: mapped.output, artifacts: raw.artifacts };
}
