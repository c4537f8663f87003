/**
 * What a content type says about a body: JSON, text that is not JSON, or bytes; `sniff` is text that servers also label
 * JSON with, and `unknown` says nothing: both are JSON if they begin with `{` or `[` and parse as JSON.
 */
export type BodyKind = "json" | "text" | "sniff" | "unknown" | "bytes";

const sniffed: ReadonlySet<string> = new Set([
  "text/plain",
  "text/javascript",
  "application/javascript",
  "application/x-javascript",
]);

/** Text that is not declared as text. One JSON value per line (`ndjson`, `jsonl`, `json-seq`) is not a JSON value. */
const textual =
  /^application\/(?:xml|(?:x-)?ndjson|(?:x-)?jsonl|jsonlines|json-seq|(?:x-)?yaml|toml|sql|graphql|x-www-form-urlencoded|x-sh)$|\+(?:xml|yaml)$/;

/** `application/json` from `application/json; charset=utf-8`; empty if there is none. */
export function essenceOf(contentType: string | undefined): string {
  const essence = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return /^[\w.+-]+\/[\w.+-]+$/.test(essence) ? essence : "";
}

export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset="?([\w:.-]{1,40})/i.exec(contentType ?? "")?.[1];
}

export function bodyKind(contentType: string | undefined): BodyKind {
  const essence = essenceOf(contentType);
  if (essence === "") return "unknown";
  if (/^(?:application|text)\/json$|\+json$/.test(essence)) return "json";
  if (sniffed.has(essence)) return "sniff";
  return essence.startsWith("text/") || textual.test(essence) ? "text" : "bytes";
}
