import type { IncomingMessage } from "node:http";

const maxBytes = 8 * 1024 * 1024;

export type ReadBody =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "too-large" }
  | { readonly kind: "invalid" };

/** Reads a JSON body of at most 8 MB; rejects when the client disconnects. */
export async function readJsonBody(request: IncomingMessage): Promise<ReadBody> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return { kind: "too-large" };
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return { kind: "too-large" };
    chunks.push(chunk);
  }
  try {
    return { kind: "json", value: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
  } catch {
    return { kind: "invalid" };
  }
}
