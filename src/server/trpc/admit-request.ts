import { AppError } from "#core/errors.ts";
import { describeJsonFault } from "#core/json/check-json-limits.ts";
import { endOfString } from "#core/json/lossy-numbers.ts";
import { findNumberFault } from "#core/json/parse-json-text.ts";
import { readBodyText } from "#server/auth/read-body.ts";

/** Limits of a request, checked before anything is parsed. */
export const requestLimits = { bodyBytes: 2_000_000, depth: 100, callsPerBatch: 20 } as const;

/** A request whose body was read and checked, or the reason why it is refused. */
export type RequestAdmission =
  | { readonly ok: true; readonly request: Request }
  | { readonly ok: false; readonly request: Request; readonly error: AppError };

/**
 * Reads the body up to the limit and checks its shape as text, so that neither its size nor its depth can cost more
 * than reading it. Only JSON passes: another site could send forms and plain text without a preflight.
 */
export async function admitRequest(request: Request): Promise<RequestAdmission> {
  try {
    if (request.method === "GET" || request.method === "HEAD") {
      refuseShape(new URL(request.url).searchParams.get("input") ?? "", isBatch(request));
      return { ok: true, request };
    }
    if (!isJson(request.headers.get("content-type"))) {
      throw new AppError(
        "INVALID_INPUT",
        "Send the input as JSON, with the header `content-type: application/json`.",
      );
    }
    const body = await readBodyText(request, requestLimits.bodyBytes);
    refuseShape(body, isBatch(request));
    return { ok: true, request: withBody(request, body) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, request: withBody(request, "{}"), error };
  }
}

function isJson(contentType: string | null): boolean {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() === "application/json";
}

function isBatch(request: Request): boolean {
  return new URL(request.url).searchParams.get("batch") === "1";
}

function refuseShape(json: string, isBatchOfCalls: boolean): void {
  refuseDepth(json);
  const fault = findNumberFault(json);
  if (fault === null) return;
  const place = describeJsonFault({ ...fault, path: fault.path.slice(isBatchOfCalls ? 1 : 0) });
  throw new AppError("INVALID_INPUT", `The input cannot be accepted. ${place}.`);
}

/** The depth is counted by brackets outside strings; a parser would have to build the value first. */
function refuseDepth(json: string): void {
  let depth = 0;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === '"') index = endOfString(json, index);
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    if (depth > requestLimits.depth) {
      throw new AppError(
        "INVALID_INPUT",
        `The input is nested deeper than ${requestLimits.depth} levels. Flatten it.`,
      );
    }
  }
}

function withBody(request: Request, body: string): Request {
  const { url, method, headers, signal } = request;
  if (method === "GET" || method === "HEAD") return request;
  const kept = new Headers(headers);
  kept.delete("content-length");
  kept.set("content-type", "application/json");
  return new Request(url, { method, headers: kept, signal, body });
}
