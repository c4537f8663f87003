import { defaultMaxTokens } from "#core/model/default-max-tokens.ts";
import { agentLimits, asksPeople } from "#core/nodes/tools/agent-tools.ts";
import type { ApprovalOfCalls } from "#core/nodes/tools/approval.ts";
import type { NodeDefinition } from "../definition.ts";
import { secretUses } from "../secrets-of.ts";
import type { AgentSnapshot, PlanAgent, PlanApproval } from "./plan-node.ts";

/** The agent that a node names, overridden by the node's own settings; null for other nodes. */
export function compileAgent(
  node: NodeDefinition,
  agents: ReadonlyMap<string, AgentSnapshot>,
): PlanAgent | null {
  if (node.type !== "agent") return null;
  const { agentId, instructions, model, maxTokens, temperature, effort, fallbackModel } = node.config;
  const base = agentId === undefined ? undefined : agents.get(agentId);
  if (agentId !== undefined && base === undefined) {
    throw new Error(`Agent "${agentId}" of node "${node.id}" is not among the version's agents`);
  }
  const chosenModel = model ?? base?.model;
  if (chosenModel === undefined) throw new Error(`Node "${node.id}" names neither an agent nor a model`);
  const chosenTemperature = temperature ?? base?.temperature;
  const chosenEffort = effort ?? base?.effort;
  const fallbacks = [fallbackModel ?? base?.fallbackModel ?? []].flat();
  return {
    key: base?.key ?? null,
    name: base?.name ?? node.name,
    instructions: base?.instructions ?? instructions ?? null,
    model: chosenModel,
    fallbackModels: [...new Set(fallbacks)].filter((fallback) => fallback !== chosenModel),
    maxTokens: maxTokens ?? base?.maxTokens ?? defaultMaxTokens,
    ...(chosenTemperature === undefined ? {} : { temperature: chosenTemperature }),
    ...(chosenEffort === undefined ? {} : { effort: chosenEffort }),
    ...compileTalk(node),
  };
}

function compileTalk(node: Extract<NodeDefinition, { type: "agent" }>): Pick<PlanAgent, "talk"> {
  const { tools, maxTurns, maxToolCalls, maxTotalTokens, approve, approval } = node.config;
  if (tools === undefined) return {};
  const uses = secretUses(node);
  const secretsOf = (index: number) =>
    uses.flatMap(({ name, path }) => (path[1] === "tools" && path[2] === index ? [name] : []));
  return {
    talk: {
      tools: tools.map((config, index) => ({
        config,
        secrets: [...new Set(secretsOf(index))],
        asksPeople: asksPeople(config, approve),
      })),
      maxTurns: maxTurns ?? agentLimits.turns,
      maxToolCalls: maxToolCalls ?? agentLimits.toolCalls,
      maxTotalTokens: maxTotalTokens ?? null,
      approval: compileApproval(approval),
    },
  };
}

/** If left out, everybody with the right to decide may, and there is no deadline. */
function compileApproval(approval: ApprovalOfCalls | undefined): PlanApproval {
  const { who, noSelfApproval = false, deadlineSeconds, onTimeout = "fail" } = approval ?? {};
  return {
    deciders: { roles: who?.roles ?? [], members: who?.members ?? [] },
    noSelfApproval,
    deadlineMs: deadlineSeconds === undefined ? null : Math.ceil(deadlineSeconds * 1_000),
    onTimeout,
  };
}
