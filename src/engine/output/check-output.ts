import { AppError } from "#core/errors.ts";
import { checkJsonLimits } from "#core/json/check-json-limits.ts";
import type { Json } from "#core/json/json.ts";
import { jsonLimits } from "#core/json/json-limits.ts";
import type { NewArtifact } from "#core/run/node-task.ts";

/** Throws OUTPUT_TOO_LARGE or OUTPUT_INVALID if an output is more than a run may carry. */
export function checkOutputSize(output: Json, maxBytes: number): void {
  const fault = checkJsonLimits(output, { ...jsonLimits, characters: maxBytes });
  if (fault !== null && fault.code !== "PAYLOAD_TOO_LARGE") {
    throw new AppError("OUTPUT_INVALID", `The output cannot be kept: ${fault.message}.`, {
      retryable: false,
    });
  }
  const isTooLarge = fault !== null || Buffer.byteLength(JSON.stringify(output)) > maxBytes;
  if (isTooLarge) throw outputTooLarge(maxBytes);
}

/** Content of the file store was checked against the store's own limit. */
export function checkArtifactSizes(artifacts: readonly NewArtifact[], maxBytes: number): void {
  const bytes = artifacts.reduce((sum, artifact) => sum + byteLength(artifact), 0);
  if (bytes > maxBytes) throw outputTooLarge(maxBytes);
}

function byteLength({ content, encoding }: NewArtifact): number {
  return Buffer.byteLength(content, encoding === "base64" ? "base64" : "utf8");
}

export function outputTooLarge(maxBytes: number): AppError {
  return new AppError(
    "OUTPUT_TOO_LARGE",
    `The output is larger than the ${maxBytes} bytes this node may leave behind. Raise limits.outputBytes, or ask for less.`,
  );
}
