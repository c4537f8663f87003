import { AppError } from "#core/errors.ts";
import { checkJsonLimits, describeJsonFault } from "#core/json/check-json-limits.ts";
import type { Json } from "#core/json/json.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import type { EventSendConfig } from "#core/nodes/actions/event-send.ts";
import { nodeWords } from "#core/nodes/undo-of.ts";
import { endUserIdOf } from "#engine/end-user-id.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import { renderValue } from "#engine/render-text.ts";

/** Sends an event to the workspace, once for all attempts of the node; the output says what it matched. */
export async function sendEvent(
  { task, ports, record }: NodeWork,
  config: EventSendConfig,
): Promise<NodeResult> {
  const data = renderValue(task, "data", config.data);
  refuseLarge(task.nodeId, data);
  const key = `node:${await endUserIdOf({ ...task, runId: task.onBehalfOf })}`;
  record.hasActed = true;
  try {
    const { eventId, matched } = await ports.events.send(task, { key, name: config.name, data });
    return { output: { eventId, matched }, artifacts: [] };
  } catch (error) {
    // With these errors the event was refused and rolled back as a whole; with any other it is unknown whether it was
    // stored.
    if (error instanceof AppError && !error.retryable) record.hasActed = false;
    throw error;
  }
}

/** The data of an event becomes the input of the runs that it starts. */
function refuseLarge(nodeId: string, data: Json): void {
  const fault = checkJsonLimits(data, runInputLimits);
  if (fault === null) return;
  throw new AppError(
    fault.code,
    `The event of ${nodeWords(nodeId)} cannot be sent: its data cannot be a run's input. ${describeJsonFault(fault)}.`,
  );
}
