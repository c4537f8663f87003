import { z } from "zod";
import { schemaType, textType } from "#core/expression/types/static-type.ts";
import { effortSchema } from "#core/model/effort.ts";
import { modelRefSchema } from "#core/model/model-ref-schema.ts";
import { expressionSourceSchema, templateSourceSchema } from "./fields/mapping.ts";
import { defineNodeType } from "./node-type.ts";
import { asksPeople, mostAgent, toolCalls, toolSources, toolsSchema } from "./tools/agent-tools.ts";
import { approvalSchema, approveSchema } from "./tools/approval.ts";

const configSchema = z
  .strictObject({
    /** The key of an agent in the workspace; or leave it out and set `model` (and `instructions`) here. */
    agentId: z.string().min(1).max(64).optional(),
    /**
     * A template like the task. An agent of the workspace provides plain text, since it is written without knowing the
     * pipeline.
     */
    instructions: templateSourceSchema.optional(),
    model: modelRefSchema.optional(),
    /** What to do, with `{{ input }}` and other placeholders. */
    task: templateSourceSchema.min(1, "must say what to do"),
    /** Pictures and PDFs for the model. Each expression evaluates to a file, a list of files, or null. */
    files: z.union([expressionSourceSchema, z.array(expressionSourceSchema).min(1).max(20)]).optional(),
    /** What happens if an answer has no text: the node fails, or outputs the empty text. */
    onEmpty: z.enum(["fail", "keep"]).optional(),
    /**
     * What happens if an answer is cut at `maxTokens`: the node fails, or outputs what it has. If left out, it fails
     * when another node depends on it, and is kept otherwise.
     */
    onCut: z.enum(["fail", "keep"]).optional(),
    maxTokens: z.number().int().min(1).max(1_000_000).optional(),
    /** Sent only to `openai-compatible` models. Other models do not accept one, so no editor offers it. */
    temperature: z.number().min(0).max(1).optional().meta({ deprecated: true }),
    /** How much the model thinks first. Vendors refuse a level that their model lacks; see docs/providers.md. */
    effort: effortSchema.optional(),
    /**
     * Whether the vendor is asked to cache the instructions, so that the next call reads them for less. If left out:
     * whenever that saves money.
     */
    promptCache: z.enum(["always", "never"]).optional(),
    /**
     * The tools that the model may call before it answers. Each turn of the model and each call is a step of its own.
     */
    tools: toolsSchema.optional(),
    /** Which tool calls need a decision by people first; `never` by default. A tool may override it. */
    approve: approveSchema.optional(),
    /** Who decides, and how long to wait for them. */
    approval: approvalSchema.optional(),
    /** The most turns of the model for one answer; 20 by default. */
    maxTurns: z.number().int().min(1).max(mostAgent.turns).optional(),
    /** The most tool calls over all turns; 50 by default. */
    maxToolCalls: z.number().int().min(1).max(mostAgent.toolCalls).optional(),
    /** No further turn begins once the turns so far have read and written this many tokens. */
    maxTotalTokens: z.number().int().min(1).max(100_000_000).optional(),
    /** Fallbacks, asked in this order when the models before them are gone, overloaded or out of retries. */
    fallbackModel: z.union([modelRefSchema, z.array(modelRefSchema).min(1).max(5)]).optional(),
  })
  .refine((config) => config.agentId !== undefined || config.model !== undefined, {
    path: ["agentId"],
    message: "Name an agent with agentId, or give a model here",
  })
  .refine((config) => config.agentId === undefined || config.instructions === undefined, {
    path: ["instructions"],
    message: "Instructions come from the agent: leave them out, or leave agentId out",
  })
  .superRefine((config, context) => {
    for (const limit of ["maxTurns", "maxToolCalls", "maxTotalTokens"] as const) {
      if (config.tools !== undefined || config[limit] === undefined) continue;
      context.addIssue({
        code: "custom",
        path: [limit],
        message: "Limits an agent with tools: add tools, or leave it out",
      });
    }
    for (const field of ["approve", "approval"] as const) {
      if (config[field] === undefined || config.tools !== undefined) continue;
      const message = "Has no effect without tools: add tools, or leave it out";
      context.addIssue({ code: "custom", path: [field], message });
    }
    if (
      config.approval !== undefined &&
      config.tools?.some((tool) => asksPeople(tool, config.approve)) === false
    ) {
      const message = "Has no effect, since no call waits for approval: set approve, or leave it out";
      context.addIssue({ code: "custom", path: ["approval"], message });
    }
    const names = (config.tools ?? []).map(({ name }) => name);
    const again = names.findIndex((name, index) => names.indexOf(name) !== index);
    if (again < 0) return;
    context.addIssue({
      code: "custom",
      path: ["tools", again, "name"],
      message: `Another tool of this agent is called "${names[again]}", too: choose another name`,
    });
  });

function fileSources(files: string | readonly string[] | undefined) {
  if (files === undefined) return [];
  if (typeof files === "string") return [{ kind: "expression" as const, path: ["files"], source: files }];
  return files.map((source, index) => ({ kind: "expression" as const, path: ["files", index], source }));
}

export const agentNode = defineNodeType({
  type: "agent",
  title: "Agent",
  summary: "Asks a model to do a task and streams what it says.",
  defaultTimeoutMs: 600_000,
  configSchema,
  starter: { model: "sandbox/brief", task: "{{ input }}" },
  sources: (config) => [
    ...(config.instructions === undefined
      ? []
      : [{ kind: "template" as const, path: ["instructions"], source: config.instructions }]),
    { kind: "template", path: ["task"], source: config.task },
    ...toolSources(config.tools ?? []),
    ...fileSources(config.files),
  ],
  // If a mapping transforms the answer, the schema applies to its result, and the answer itself is plain text.
  outputType: ({ outputSchema, output }) =>
    outputSchema === undefined || output !== undefined ? textType : schemaType(outputSchema),
  run: { kind: "effect", lane: "agent", calls: ({ tools }) => toolCalls(tools ?? []) },
});
