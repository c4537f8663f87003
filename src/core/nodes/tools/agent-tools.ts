import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";
import { httpRequestSchema, requestSources } from "../actions/http-request.ts";
import type { PlacedCall } from "../behaviour.ts";
import { mappingSources } from "../fields/mapping-sources.ts";
import type { ConfigSource } from "../node-type.ts";
import type { Approve } from "./approval.ts";
import { mcpFields, serverSources } from "./mcp-tool.ts";
import { pipelineFields, pipelineOfTool } from "./pipeline-tool.ts";

/** What every kind of tool has. */
const common = {
  /** The name by which the model calls it. */
  name: z
    .string()
    .regex(
      /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
      "must begin with a letter and hold only letters, digits, _ and -",
    ),
  /** Tells the model what it does and when to use it. */
  description: z.string().min(1, "must say what the tool does").max(4_000),
  /** A JSON Schema of the arguments: an object, which templates see as `args`. */
  input: jsonObjectSchema.default({ type: "object" }),
  /** `write` acts on the world: if it is unknown whether it did, it is not called again. */
  effect: z.enum(["read", "write"]),
  /** Whether people decide before it is called; if left out, the agent's own `approve` applies. */
  approve: z.enum(["never", "always"]).optional(),
};

/** A request, sent like that of the action `http.request`. */
const httpToolSchema = z.strictObject({
  kind: z.literal("http"),
  ...common,
  ...httpRequestSchema.omit({ action: true }).shape,
  /** The time limit of one call. */
  timeoutMs: z.number().int().min(1).max(600_000).default(60_000),
});

const mcpToolSchema = z.strictObject({ ...common, ...mcpFields });

const pipelineToolSchema = z.strictObject({ ...common, ...pipelineFields });

export const toolSchema = z.discriminatedUnion("kind", [httpToolSchema, mcpToolSchema, pipelineToolSchema]);
export type ToolConfig = z.output<typeof toolSchema>;
export type McpToolConfig = z.output<typeof mcpToolSchema>;
export type PipelineToolConfig = z.output<typeof pipelineToolSchema>;

/** The most tools that an agent may have. */
export const mostAgent = { tools: 32, turns: 200, toolCalls: 1_000 } as const;

export const toolsSchema = z.array(toolSchema).min(1).max(mostAgent.tools);

/** Whether people decide before a tool is called. */
export function asksPeople(
  { approve, effect }: Pick<ToolConfig, "approve" | "effect">,
  ofAgent: Approve | undefined,
): boolean {
  switch (approve ?? ofAgent ?? "never") {
    case "never":
      return false;
    case "writes":
      return effect === "write";
    case "always":
      return true;
  }
}

/** The templates of tools, by their index. They are rendered when a model calls. */
export function toolSources(tools: readonly ToolConfig[]): readonly ConfigSource[] {
  return tools.flatMap((tool, index) =>
    sourcesOf(tool).map((source): ConfigSource => ({ ...source, path: ["tools", index, ...source.path] })),
  );
}

/** Arguments reach an MCP server as they are: its address and headers see none of them. */
function sourcesOf(tool: ToolConfig): readonly ConfigSource[] {
  switch (tool.kind) {
    case "http":
      return requestSources({ action: "http.request", ...tool }).map((source) => ({
        ...source,
        seesArgs: true,
      }));
    case "mcp":
      return serverSources(tool);
    case "pipeline":
      return mappingSources(tool.variables ?? {}, ["variables"]).map((source) => ({
        ...source,
        seesArgs: true,
      }));
  }
}

/** The pipelines that tools run, and where in their agent's config they are named. */
export function toolCalls(tools: readonly ToolConfig[]): readonly PlacedCall[] {
  return tools.flatMap((tool, index) =>
    tool.kind === "pipeline"
      ? [{ call: pipelineOfTool(tool), path: ["tools", index, "pipeline"], tool: tool.name }]
      : [],
  );
}

/** How much of a tool's result is shown to the model: every character of it is paid for again in every turn. */
export const toolAnswerCharacters = 50_000;

/** The time limit of an agent with tools, if its node has none. */
export const agentLimits = { turns: 20, toolCalls: 50 } as const;
