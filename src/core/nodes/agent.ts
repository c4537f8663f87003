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
    /** The key of an agent of the workspace; or leave it out and give `model` (and `instructions`) here. */
    agentId: z.string().min(1).max(64).optional(),
    /**
     * A template like the task. An agent of the workspace brings plain text: it is written without knowing the
     * pipeline.
     */
    instructions: templateSourceSchema.optional(),
    model: modelRefSchema.optional(),
    /** What to do, with `{{ input }}` and other placeholders. */
    task: templateSourceSchema.min(1, "must say what to do"),
    /** Pictures and PDFs that the model is shown: each expression is a file, a list of them, or null. */
    files: z.union([expressionSourceSchema, z.array(expressionSourceSchema).min(1).max(20)]).optional(),
    /** What an answer without any text means: the node fails, or its output is that empty text. */
    onEmpty: z.enum(["fail", "keep"]).optional(),
    /**
     * What an answer means that was cut at `maxTokens`: the node fails, or its output is what came. Left out: it fails
     * where another node would go on with it, and is kept where none does.
     */
    onCut: z.enum(["fail", "keep"]).optional(),
    maxTokens: z.number().int().min(1).max(1_000_000).optional(),
    /** Sent to models of `openai-compatible` alone: those of others do not take one, so no editor offers it. */
    temperature: z.number().min(0).max(1).optional().meta({ deprecated: true }),
    /** How much the model thinks first; the least or the most that it has, where it does not have this level. */
    effort: effortSchema.optional(),
    /**
     * Whether the vendor is asked to keep the instructions for a while, so that the next call reads them for less. Left
     * out: where that saves money.
     */
    promptCache: z.enum(["always", "never"]).optional(),
    /** What the model may call before it answers; each turn of the model and each call is a step of its own. */
    tools: toolsSchema.optional(),
    /** Before which calls of tools people decide; `never` where it is left out. A tool may say otherwise. */
    approve: approveSchema.optional(),
    /** Who decides, and for how long that is waited for. */
    approval: approvalSchema.optional(),
    /** The most turns of the model that one answer may take; 20 where it is left out. */
    maxTurns: z.number().int().min(1).max(mostAgent.turns).optional(),
    /** The most calls of tools in all turns together; 50 where it is left out. */
    maxToolCalls: z.number().int().min(1).max(mostAgent.toolCalls).optional(),
    /** No further turn begins once the turns before it have read and written this many tokens. */
    maxTotalTokens: z.number().int().min(1).max(100_000_000).optional(),
    /** Asked instead, in this order, once the models before it are gone, overloaded or have used up their retries. */
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
  // Where a mapping makes something else of the answer, the schema is about that and the answer is plain text.
  outputType: ({ outputSchema, output }) =>
    outputSchema === undefined || output !== undefined ? textType : schemaType(outputSchema),
  run: { kind: "effect", lane: "agent", calls: ({ tools }) => toolCalls(tools ?? []) },
});
