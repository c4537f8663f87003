import type { Dispatcher } from "undici";
import { bodyKind } from "#core/http/body-kind.ts";
import { isInRanges } from "#core/http/http-status.ts";
import type { HttpRequest, HttpResponse } from "#engine/ports.ts";
import { decodeBody, maxEncodedBytes } from "./decode-body.ts";
import { readLimited } from "./read-limited.ts";

type Headers = HttpResponse["headers"];

/** A failed answer is reported by its status; its body is read only up to these limits. */
const failedBody = { maxBytes: 65_536, patienceMs: 5_000 };

/**
 * Reads and decodes the body of an answer. With an expected status, an incomplete body is an error. With any other, the
 * status is what counts, and the body is what could be read.
 */
export async function readHttpAnswer(
  answer: Dispatcher.ResponseData,
  headers: Headers,
  request: HttpRequest,
): Promise<Pick<HttpResponse, "body" | "isBodyCut">> {
  const { maxResponseBytes, okStatuses } = request;
  if (isInRanges(okStatuses, answer.statusCode)) {
    const isFile = bodyKind(headers["content-type"]) === "bytes";
    const maxBytes = isFile ? (request.maxFileBytes ?? maxResponseBytes) : maxResponseBytes;
    return { body: await readWhole(answer.body, headers, maxBytes), isBodyCut: false };
  }
  const patience = setTimeout(() => answer.body.destroy(), failedBody.patienceMs);
  try {
    return await readSome(answer.body, headers, Math.min(maxResponseBytes, failedBody.maxBytes));
  } finally {
    clearTimeout(patience);
  }
}

async function readWhole(
  body: AsyncIterable<Uint8Array>,
  headers: Headers,
  maxBytes: number,
): Promise<Uint8Array> {
  const coding = headers["content-encoding"];
  const { bytes, fault } = await readLimited(body, maxEncodedBytes(coding, maxBytes));
  if (fault !== null) throw fault;
  return decodeBody(bytes, coding, maxBytes);
}

async function readSome(body: AsyncIterable<Uint8Array>, headers: Headers, maxBytes: number) {
  const coding = headers["content-encoding"];
  const { bytes, fault } = await readLimited(body, maxEncodedBytes(coding, maxBytes));
  try {
    const decoded = await decodeBody(bytes, coding, maxBytes);
    return { body: decoded, isBodyCut: fault !== null };
  } catch {
    return { body: new Uint8Array(), isBodyCut: true };
  }
}
