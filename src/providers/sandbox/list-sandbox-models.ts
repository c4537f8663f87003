import { parseSandboxModel, sandboxModels } from "#core/model/sandbox-model.ts";

const maxInputTokens = 2_000_000;
const maxOutputTokens = 100_000;

/** Each wire reads its own field names. */
const entries = sandboxModels.map(({ id, displayName }) => ({
  type: "model",
  object: "model",
  created: 1_767_225_600,
  owned_by: "penstock",
  id,
  display_name: displayName,
  created_at: "2026-01-01T00:00:00Z",
  lifecycle: "active",
  retiresOn: null,
  deprecated_at: null,
  retires_at: null,
  max_input_tokens: maxInputTokens,
  max_tokens: maxOutputTokens,
  capabilities: null,
  line: null,
}));

/** One page of GET /v1/models, by Anthropic's `limit`, `after_id` and `before_id`. */
export function listSandboxModels(query: URLSearchParams): object {
  const limit = Math.max(1, Number(query.get("limit") ?? 20) || 20);
  const before = entries.findIndex((entry) => entry.id === query.get("before_id"));
  const start =
    before === -1
      ? entries.findIndex((entry) => entry.id === query.get("after_id")) + 1
      : Math.max(0, before - limit);
  const end = before === -1 ? start + limit : before;
  const data = entries.slice(start, end);
  return {
    object: "list",
    data,
    has_more: before === -1 ? end < entries.length : start > 0,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

/** GET /v1/models/{id}. Null for a model that the sandbox does not have. */
export function findSandboxModel(name: string): object | null {
  const parsed = parseSandboxModel(name);
  const entry = parsed.kind === "model" ? entries.find(({ id }) => id === parsed.model.id) : undefined;
  return entry === undefined ? null : { ...entry, id: name };
}
