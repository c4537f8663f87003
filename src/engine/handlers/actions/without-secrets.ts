import { AppError } from "#core/errors.ts";
import { readKeptBytes } from "#core/http/kept-bytes.ts";
import type { SecretMask } from "#core/http/secret-mask.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { NodeResult } from "#engine/node-handler.ts";

/** Performs a request and masks the secrets in its response: the receiver may repeat what it was sent. */
export async function withoutSecrets(mask: SecretMask, send: () => Promise<NodeResult>): Promise<NodeResult> {
  try {
    const { output, artifacts } = await send();
    return { output: maskValue(mask, output), artifacts };
  } catch (error) {
    throw error instanceof AppError ? maskError(mask, error) : error;
  }
}

/** Binary bytes appear in a response as base64, in which no secret could be found. */
function maskValue(mask: SecretMask, value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return mask.json(value);
  const kept = value.body === undefined ? null : readKeptBytes(value.body);
  if (kept === null) return mask.json(value);
  const bytes = mask.bytes(Buffer.from(kept.base64, "base64"));
  const body = { ...kept, base64: Buffer.from(bytes).toString("base64"), bytes: bytes.byteLength };
  return mask.json({ ...value, body });
}

/** The cause is left out, since it may contain anything. */
function maskError(mask: SecretMask, error: AppError): AppError {
  const { code, message, retryable, nodeId, details, retryAfterMs, answer } = error;
  return new AppError(code, mask.text(message), {
    retryable,
    problems: error.problems,
    ...(nodeId === undefined ? {} : { nodeId }),
    ...(details === undefined ? {} : { details: maskDetails(mask, details) }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(answer === undefined ? {} : { answer: maskAnswer(mask, answer) }),
  });
}

function maskDetails(mask: SecretMask, details: NonNullable<AppError["details"]>) {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === "string" ? mask.text(value) : value,
    ]),
  );
}

function maskAnswer(mask: SecretMask, answer: JsonObject): JsonObject {
  const { body, bodyCut } = answer;
  const isCutText = bodyCut === true && typeof body === "string";
  const masked = maskValue(mask, isCutText ? { ...answer, body: mask.cutText(body) } : answer);
  return isJsonObject(masked) ? masked : {};
}
