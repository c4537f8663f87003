import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { parseModelRef } from "#core/model/model-ref.ts";
import { pipelinesOf } from "#core/nodes/type-of.ts";
import type { Plan, PlanAgent, PlanNode } from "#core/pipeline/plan/plan.ts";
import { worstCaseCost } from "#core/pricing/cost.ts";
import { findPrice, type PriceOverrides } from "#core/pricing/find-price.ts";
import type { UnitPrices } from "#core/pricing/unit-prices.ts";
import { turnPrompts } from "../agent/bound-call.ts";
import { modelsOf } from "../agent/chosen-model.ts";
import { answerSchemaOf, repairWords } from "../agent/repair-turn.ts";
import { bytesPerToken, insideOf, type Start, tokensOf } from "./estimate-inside.ts";

/** The most that a run may cost, before it is started. */
export interface CostEstimate {
  /**
   * If each model is called once, and an agent with tools takes all its turns; the body of a map once for each item,
   * that of a loop once for each pass. Micros of USD.
   */
  readonly onceMicros: number;
  /** If every call is tried as often as it may be. */
  readonly everyTryMicros: number;
  /** The same in the sandbox's play money. */
  readonly playMicros: number;
  /** The number of model calls. */
  readonly modelCalls: number;
  /** Models of unknown price; their calls are not in the sums. */
  readonly unpricedModels: readonly string[];
  /**
   * Nodes that read something of unknown length, that call another pipeline, or that work through a list that is not
   * known yet; their cost is not in the sums.
   */
  readonly unboundedNodes: readonly string[];
  /** Those of them for which the number of calls is unknown, too. */
  readonly uncountedNodes: readonly string[];
}

/** What the run would be started with. */
export interface GivenData {
  readonly input: Json;
  readonly variables: JsonObject;
}

/** The length of the message about an answer that does not match. */
const longFaultTokens = 200;

/**
 * Adds up, for each agent of a plan, its longest possible prompt and its longest answer at today's prices: the
 * workspace's, else the list's. An upper estimate: it includes branches that are not taken. Nodes that a fork takes
 * over cost nothing; `takenOver` has the size of each of their outputs in bytes.
 */
export function estimateCost(
  plan: Plan,
  given: GivenData,
  prices: PriceOverrides = {},
  takenOver: ReadonlyMap<string, number> = new Map(),
): CostEstimate {
  const start = { tokens: tokensOf(JSON.stringify(given.input)), value: { json: given.input } };
  return estimate(plan, { start, variables: given.variables, prices }, takenOver);
}

interface Around {
  readonly start: Start;
  readonly variables: JsonObject;
  readonly prices: PriceOverrides;
}

function estimate(plan: Plan, around: Around, takenOver: ReadonlyMap<string, number>): CostEstimate {
  const lengths = new Map<string, number | null>();
  const total = { onceMicros: 0, everyTryMicros: 0, playMicros: 0, modelCalls: 0 };
  const unpriced = new Set<string>();
  const unbounded: string[] = [];
  const uncounted: string[] = [];
  for (const node of plan.nodes) {
    const bytes = takenOver.get(node.id);
    if (bytes !== undefined) {
      lengths.set(node.id, Math.ceil(bytes / bytesPerToken));
      continue;
    }
    const input = inputTokens(node, lengths);
    lengths.set(node.id, outputTokens(node, plan, around.start, input, lengths));
    if (node.kind === "child") {
      const inside = estimateInside(plan, node, { ...around, input });
      addInside(total, inside, 1 + node.retry.maxRetries);
      for (const model of inside.unpricedModels) unpriced.add(model);
      unbounded.push(...inside.unboundedNodes);
      uncounted.push(...inside.uncountedNodes);
    }
    if (node.agent === null) continue;
    total.modelCalls += node.agent.talk?.maxTurns ?? 1;
    // The cost of the pipelines among its tools is only known from their own runs.
    const tools = pipelinesOf(node.definition).map(({ tool = "" }) => `${node.name} › ${tool}`);
    unbounded.push(...tools);
    uncounted.push(...tools);
    const prompt = promptTokens(node, around, input, lengths);
    if (prompt === null) unbounded.push(node.name);
    else addModels(total, node, { agent: node.agent, prompt, unpriced, prices: around.prices });
  }
  const names = { unpricedModels: [...unpriced], unboundedNodes: unbounded, uncountedNodes: uncounted };
  return { ...total, ...names };
}

type Total = { -readonly [Field in "onceMicros" | "everyTryMicros" | "playMicros" | "modelCalls"]: number };

const nothing: CostEstimate = {
  onceMicros: 0,
  everyTryMicros: 0,
  playMicros: 0,
  modelCalls: 0,
  unpricedModels: [],
  unboundedNodes: [],
  uncountedNodes: [],
};

/**
 * The maximum cost of everything that a node runs inside itself. The cost of a called pipeline is known from its own
 * runs.
 */
function estimateInside(
  plan: Plan,
  node: PlanNode,
  around: Around & { readonly input: number | null },
): CostEstimate {
  const inside = insideOf(plan, node, around);
  if (inside === null) return { ...nothing, unboundedNodes: [node.name], uncountedNodes: [node.name] };
  const { times, start } = inside;
  const { start: _, input: __, ...rest } = around;
  const each = estimate(inside.plan, { ...rest, start }, new Map());
  return {
    ...each,
    onceMicros: each.onceMicros * times,
    everyTryMicros: each.everyTryMicros * times,
    playMicros: each.playMicros * times,
    modelCalls: each.modelCalls * times,
  };
}

function addInside(total: Total, inside: CostEstimate, tries: number): void {
  total.onceMicros += inside.onceMicros;
  total.everyTryMicros += inside.everyTryMicros * tries;
  total.playMicros += inside.playMicros;
  total.modelCalls += inside.modelCalls;
}

interface Asked {
  readonly agent: PlanAgent;
  readonly prompt: number;
  readonly unpriced: Set<string>;
  readonly prices: PriceOverrides;
}

/**
 * Any of several models may be the one that answers: once means the most expensive one. A node's own limit bounds all
 * its attempts.
 */
function addModels(total: Total, node: PlanNode, { agent, prompt, unpriced, prices }: Asked): void {
  const { retry, limits } = node;
  const most = { once: 0, everyTry: 0, play: 0 };
  for (const model of modelsOf(agent)) {
    const price = findPrice(parseModelRef(model), prices);
    if (price === null) {
      unpriced.add(model);
      continue;
    }
    const micros = answerMicros(agent, prompt, price);
    if (model.startsWith("sandbox/")) most.play = Math.max(most.play, micros);
    else {
      most.once = Math.max(most.once, micros);
      most.everyTry += micros * (1 + retry.maxRetries) + repairMicros(node, agent, prompt, price);
    }
  }
  const limit = limits.costMicros ?? Number.POSITIVE_INFINITY;
  total.onceMicros += Math.min(most.once, limit);
  total.everyTryMicros += Math.min(most.everyTry, limit);
  total.playMicros += Math.min(most.play, limit);
}

/** All the turns of one answer. Tokens of any kind cost no more than output tokens. */
function answerMicros(agent: PlanAgent, prompt: number, price: UnitPrices): number {
  const turns = turnPrompts(agent, prompt).map((read) => worstCaseCost(read, agent.maxTokens, price));
  const all = turns.reduce((total, micros) => total + micros, 0);
  const maxTotalTokens = agent.talk?.maxTotalTokens ?? null;
  if (maxTotalTokens === null) return all;
  // The turn that exceeds its limit is the last one.
  return Math.min(all, worstCaseCost(0, maxTotalTokens, price) + (turns.at(-1) ?? 0));
}

/** An answer that does not match its schema is shown to its model once. */
function repairMicros(node: PlanNode, agent: PlanAgent, prompt: number, price: UnitPrices): number {
  if (answerSchemaOf(node) === null) return 0;
  const words = tokensOf(repairWords({ answer: "", fault: "" })) + longFaultTokens;
  const { maxTokens } = agent;
  return worstCaseCost((turnPrompts(agent, prompt).at(-1) ?? 0) + maxTokens + words, maxTokens, price);
}

type Lengths = ReadonlyMap<string, number | null>;

function inputTokens(node: PlanNode, lengths: Lengths): number | null {
  return sum(node.incoming.map(({ from }) => lengths.get(from) ?? null));
}

/** The longest possible output of a node; null if unknown. */
function outputTokens(
  node: PlanNode,
  plan: Plan,
  start: Start,
  input: number | null,
  lengths: Lengths,
): number | null {
  if (node.id === plan.triggerId) return start.tokens;
  if (node.agent !== null) return node.agent.maxTokens;
  if (node.kind === "child") return null;
  const { definition } = node;
  if (definition.type === "action" && definition.config.action === "http.request") return null;
  return sum([input, ...node.references.map((id) => lengths.get(id) ?? null)]);
}

function promptTokens(node: PlanNode, given: Around, input: number | null, lengths: Lengths): number | null {
  if (node.definition.type !== "agent") return 0;
  // Which files it is shown, and how many pages they have, is not known before they exist.
  if (node.definition.config.files !== undefined) return null;
  const own = [node.definition.config.task, node.definition.config.instructions ?? ""];
  const inserted = own.flatMap((template) => insertions(template, given, input, lengths));
  // An agent of the workspace provides plain text.
  const instructions = node.agent?.key === null ? 0 : tokensOf(node.agent?.instructions ?? "");
  return sum([instructions, ...own.map(tokensOf), ...inserted]);
}

function insertions(
  source: string,
  given: Around,
  input: number | null,
  lengths: Lengths,
): readonly (number | null)[] {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return [];
  return parsed.template.parts.flatMap((part) => {
    if (part.kind === "text") return [];
    const { references, source: text } = part.expression;
    return [
      ...references.nodes.map((id) => lengths.get(id) ?? null),
      ...references.variables.map((name) => tokensOf(JSON.stringify(given.variables[name] ?? null))),
      ...(/(?<![\w.])input\b/.test(text) ? [input] : []),
      ...(/(?<![\w.])trigger\b/.test(text) ? [given.start.tokens] : []),
    ];
  });
}

function sum(lengths: readonly (number | null)[]): number | null {
  return lengths.reduce<number | null>(
    (total, length) => (total === null || length === null ? null : total + length),
    0,
  );
}
