import { AppError } from "#core/errors.ts";
import type { RunFile } from "#core/http/file-ref.ts";
import { type KeptBytes, keepBytes } from "#core/http/kept-bytes.ts";
import { agentFiles, fileFault, isDocument } from "#core/run/agent/agent-files.ts";
import { boundCall } from "#core/run/agent/bound-call.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { NodeWork } from "#engine/node-handler.ts";
import type { ModelPort, ModelRequest } from "#engine/ports.ts";
import { renderFailure } from "#engine/render-text.ts";

/** The files shown to a task's agent. Throws EXPRESSION_FAILED naming what is not a file that models accept. */
export async function filesOf(work: Pick<NodeWork, "task" | "ports">): Promise<readonly KeptBytes[]> {
  const { task } = work;
  const found = agentFiles(task.node, task.scope);
  if (!found.ok) throw renderFailure(task, found.where, found.message);
  return Promise.all(found.files.map((file) => showFile(work, file)));
}

/** A file with its bytes. Bytes from the store must be of the stated type, just as bytes in the file itself. */
async function showFile(
  { task, ports }: Pick<NodeWork, "task" | "ports">,
  file: RunFile,
): Promise<KeptBytes> {
  if ("base64" in file) return file;
  const kept = keepBytes(await ports.files.read(task, file), file.mediaType);
  const fault = fileFault(kept);
  if (fault === null) return kept;
  throw renderFailure(task, "files", fault);
}

/**
 * A PDF costs tokens per page, which only its vendor can count: one with more than was reserved for the call is refused
 * before it costs anything. A vendor that cannot count accepts none.
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
