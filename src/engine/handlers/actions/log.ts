import { normalizeText } from "#core/json/normalize-text.ts";
import type { ActionConfig } from "#core/nodes/action.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import { renderText } from "#engine/render-text.ts";

type Config = Extract<ActionConfig, { readonly action: "log" }>;

const maxCharacters = 2_000;

/** Writes a line to the server's log and passes the input on. */
export function writeLog({ task, ports }: NodeWork, config: Config): NodeResult {
  const message = normalizeText(renderText(task, "message", config.message)).slice(0, maxCharacters);
  ports.log.info("a pipeline wrote a line", {
    workspaceId: task.workspaceId,
    runId: task.runId,
    nodeId: task.nodeId,
    message,
  });
  return { output: task.scope.input, artifacts: [] };
}
