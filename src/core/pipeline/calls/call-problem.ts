import type { Problem } from "#core/errors.ts";
import { quoted, shortened } from "../problem.ts";
import type { NodeCall } from "./calls.ts";

/** Why a pipeline cannot be called, regardless of the caller. */
export interface CallFault {
  readonly code: (typeof callFaultCodes)[number];
  readonly message: string;
}

/** What can be wrong with a call that only the workspace knows. */
export const callFaultCodes = [
  "UNKNOWN_PIPELINE",
  "CALL_ARCHIVED",
  "CALL_UNPUBLISHED",
  "CALL_VARIABLES",
  "CALL_CIRCLE",
  "CALL_TOO_DEEP",
] as const;

/** The same as a problem of the calling definition: with the place, and the tool of an agent by its name. */
export function callProblem(
  { nodeId, path, tool }: Pick<NodeCall, "nodeId" | "path" | "tool">,
  { code, message }: CallFault,
  severity: Problem["severity"],
): Problem {
  const caller = tool === undefined ? "" : ` tool ${quoted([shortened(tool)])}:`;
  return { code, severity, message: `Node "${nodeId}":${caller} ${message}`, nodeId, path: [...path] };
}

/**
 * Whether a problem keeps its node from ever running: an error, or a call that cannot be made. The latter is only a
 * warning while a definition is being written, since the called pipeline may come later; publishing and starting reject
 * it.
 */
export function keepsFromRunning({ severity, code }: Pick<Problem, "severity" | "code">): boolean {
  return severity === "error" || callFaultCodes.some((known) => known === code);
}
