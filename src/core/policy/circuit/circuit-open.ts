import type { ErrorInfo } from "#core/errors.ts";

/**
 * For an attempt that was about to call a model whose circuit is open; `lastError` is the error of the last call, if
 * known.
 */
export function circuitOpen(
  nodeId: string,
  model: string,
  lastError: ErrorInfo | null,
  waitMs: number,
): ErrorInfo {
  const why = lastError === null ? "" : ` The last one failed with: ${lastError.message}`;
  const message =
    `Node ${nodeId} did not call ${model}: its circuit is open, because calls kept failing on the provider's side.${why} ` +
    `No call was made, and nothing was paid. The next call may be made in ${Math.ceil(waitMs / 1_000)} s; the person who manages the key can close the circuit under Provider keys.`;
  return { code: "CIRCUIT_OPEN", message, retryable: true, nodeId };
}
