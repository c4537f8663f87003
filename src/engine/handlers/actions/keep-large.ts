import { readKeptBytes } from "#core/http/kept-bytes.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";

/**
 * A response with more bytes than the node may output is stored as a file, and the output refers to it. Secrets must
 * have been masked before: the store keeps the bytes as they are.
 */
export async function keepLarge(
  { task, ports, maxOutputBytes }: NodeWork,
  result: NodeResult,
): Promise<NodeResult> {
  const { output } = result;
  if (!isJsonObject(output) || output.body === undefined) return result;
  const kept = readKeptBytes(output.body);
  if (kept === null || fits(kept.base64, { ...output, body: null }, maxOutputBytes)) return result;
  const body = await ports.files.keep(task, Buffer.from(kept.base64, "base64"), kept.mediaType);
  return { ...result, output: { ...output, body: { ...body } } };
}

/** What surrounds the base64: its keys, its type, its length. */
const aroundBytes = 300;

function fits(base64: string, rest: object, maxBytes: number): boolean {
  return base64.length + aroundBytes + Buffer.byteLength(JSON.stringify(rest)) <= maxBytes;
}
