import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { toolSchema } from "#core/nodes/tools/agent-tools.ts";
import { type FormField, objectFields } from "./form-fields.ts";
import { freeName } from "./picked-tools.ts";

/** An agent's tools; null if the value is not a list of tools and can be edited only as text. */
export function writtenTools(tools: Json | undefined): readonly JsonObject[] | null {
  if (tools === undefined) return [];
  return Array.isArray(tools) && tools.every(isJsonObject) ? tools : null;
}

/** The fields of a tool of this kind; none for an unknown kind. */
export function toolFields(kind: Json | undefined): readonly FormField[] {
  const schema = toolSchema.options.find(({ shape }) => shape.kind.value === kind);
  return schema === undefined ? [] : objectFields(`tool ${schema.shape.kind.value}`, schema);
}

/** Adds an HTTP request whose required fields are still empty. */
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

/** A tool's summary. */
export function toolWords({ kind, effect }: JsonObject): string {
  const known =
    typeof kind === "string" && Object.hasOwn(kindWords, kind)
      ? kindWords[kind as keyof typeof kindWords]
      : "of an unknown kind";
  return effect === "write" ? `${known}, acts on the outside world` : known;
}
