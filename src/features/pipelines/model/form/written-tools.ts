import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { toolSchema } from "#core/nodes/tools/agent-tools.ts";
import { type FormField, objectFields } from "./form-fields.ts";
import { freeName } from "./picked-tools.ts";

/** The tools of an agent as they are written; null where something else stands there, which is left to the text. */
export function writtenTools(tools: Json | undefined): readonly JsonObject[] | null {
  if (tools === undefined) return [];
  return Array.isArray(tools) && tools.every(isJsonObject) ? tools : null;
}

/** The fields of a tool of this kind; none for a kind that nobody knows. */
export function toolFields(kind: Json | undefined): readonly FormField[] {
  const schema = toolSchema.options.find(({ shape }) => shape.kind.value === kind);
  return schema === undefined ? [] : objectFields(`tool ${schema.shape.kind.value}`, schema);
}

/** The tools with a request added, which says what must still be written. */
export function withRequest(tools: readonly JsonObject[]): readonly JsonObject[] {
  const request = {
    kind: "http",
    name: freeName("request", tools),
    description: "",
    effect: "read",
    url: "",
    input: { type: "object", properties: {} },
  };
  return [...tools, request];
}

const kindWords = { http: "request", mcp: "of an MCP server", pipeline: "pipeline" } as const;

/** What a tool is and does, in a few words. */
export function toolWords({ kind, effect }: JsonObject): string {
  const known =
    typeof kind === "string" && Object.hasOwn(kindWords, kind)
      ? kindWords[kind as keyof typeof kindWords]
      : "of a kind that nobody knows";
  return effect === "write" ? `${known}, acts on the world` : known;
}
