import { readKeptBytes } from "#core/http/kept-bytes.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";

/**
 * An answer whose bytes are more than the node may put out goes into the store, and what it puts out says where they
 * lie. Secrets must have been masked: what is in the store is as it is.
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

/** What is written around the base64: its keys, its type, its length. */
const aroundBytes = 300;

function fits(base64: string, rest: object, maxBytes: number): boolean {
  return base64.length + aroundBytes + Buffer.byteLength(JSON.stringify(rest)) <= maxBytes;
}
