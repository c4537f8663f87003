import { AppError } from "#core/errors.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import { saveArtifact } from "./actions/artifact-save.ts";
import { sendEvent } from "./actions/event-send.ts";
import { sendHttpRequest } from "./actions/http-request.ts";
import { writeLog } from "./actions/log.ts";
import { doNothing } from "./actions/noop.ts";

/** Performs the action that the node's config names. */
export async function runAction(work: NodeWork): Promise<NodeResult> {
  const { definition } = work.task.node;
  if (definition.type !== "action") {
    throw new AppError("INVALID_DEFINITION", `Node "${work.task.nodeId}" is not an action.`);
  }
  const { config } = definition;
  switch (config.action) {
    case "http.request":
      return sendHttpRequest(work, config);
    case "event.send":
      return sendEvent(work, config);
    case "artifact.save":
      return saveArtifact(work, config);
    case "log":
      return writeLog(work, config);
    case "noop":
      return doNothing(work);
  }
}
