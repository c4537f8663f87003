import { sandboxModels } from "./sandbox-model.ts";

const maxInputTokens = 2_000_000;
const maxOutputTokens = 100_000;

const entries = sandboxModels.map(({ id, displayName }) => ({
  type: "model",
  id,
  display_name: displayName,
  created_at: "2026-01-01T00:00:00Z",
  lifecycle: "active",
  deprecated_at: null,
  retires_at: null,
  max_input_tokens: maxInputTokens,
  max_tokens: maxOutputTokens,
  capabilities: null,
  line: null,
}));

/** One page of GET /v1/models, by the vendor's `limit` and `after_id`. */
export function listSandboxModels(query: URLSearchParams): object {
  const limit = Math.max(1, Number(query.get("limit") ?? 20) || 20);
  const start = entries.findIndex((entry) => entry.id === query.get("after_id")) + 1;
  const data = entries.slice(start, start + limit);
  return {
    data,
    has_more: start + limit < entries.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}
