import { AppError } from "#core/errors.ts";
import type { KeptBytes } from "#core/http/kept-bytes.ts";
import { agentFiles, isDocument } from "#core/run/agent-files.ts";
import { boundCall } from "#core/run/bound-call.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { ModelPort, ModelRequest } from "#engine/ports.ts";
import { failure } from "#engine/render-text.ts";

/** The files that a task's agent is shown. Throws EXPRESSION_FAILED naming what is not a file that models take. */
export function filesOf(task: NodeTask): readonly KeptBytes[] {
  const found = agentFiles(task.node, task.scope);
  if (found.ok) return found.files;
  throw failure(task, found.where, found.message);
}

/**
 * A PDF has as many tokens as its pages, which its vendor alone can count: one with more than was held for the call is
 * refused before it costs anything. A vendor that counts nothing takes none.
 */
export async function checkDocuments(
  task: NodeTask,
  model: ModelPort,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<void> {
  const hasDocument = request.messages.some(
    (message) => message.role === "user" && (message.files ?? []).some(isDocument),
  );
  if (!hasDocument) return;
  const tokens = await model.countTokens(request, { signal });
  const held = boundCall(task.node, task.scope, task.repair ?? null).inputTokens;
  if (tokens <= held) return;
  const words = (count: number) => count.toLocaleString("en-US");
  throw new AppError(
    "INVALID_INPUT",
    `What node "${task.nodeId}" reads comes to ${words(tokens)} tokens with its files, and a call may read ${words(held)}. Give it fewer pages.`,
  );
}
