import { renderTemplate } from "#core/expression/render-template.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import { toolAnswerCharacters } from "#core/nodes/tools/agent-tools.ts";
import type { PlanAgent, PlanNode, PlanTalk } from "#core/pipeline/plan/plan.ts";
import { agentFiles, fileTokens } from "./agent-files.ts";
import { type AgentStep, type Exchange, exchangesOf, type TalkingNode } from "./agent-steps.ts";
import { answerSchemaOf, type RepairTurn, repairWords } from "./repair-turn.ts";

/** The most that one call of a node's model can use. */
export interface CallBound {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What a vendor adds around a message: roles, markers, the sentence that explains a schema. */
const frameTokens = 512;
const schemaFrameTokens = 2_048;
/** A vendor's version of a schema describes in words what its own subset lacks, and closes each object. */
const schemaGrowth = 4;
/** Text written by people and models; a model's token is never less than a byte. */
const usualBytesPerToken = 4;
const usualCharactersPerToken = 4;

/**
 * A true upper bound: a token stands for at least one byte, so a call reads at most as many tokens as bytes are sent,
 * plus the frame. A template that cannot be rendered counts as empty: the attempt will fail before it calls.
 */
export function boundCall(node: PlanNode, scope: Scope, repair: RepairTurn | null = null): CallBound {
  const { definition, agent } = node;
  if (agent === null) return { inputTokens: 0, outputTokens: 0 };
  const task = definition.type === "agent" ? definition.config.task : "{{ input }}";
  const instructions = agent.instructions ?? "";
  const schema = answerSchemaOf(node);
  const bytes =
    bytesOf(rendered(task, scope)) +
    repairBytes(repair) +
    bytesOf(agent.key === null ? rendered(instructions, scope) : instructions);
  const schemaTokens =
    schema === null ? 0 : schemaGrowth * bytesOf(JSON.stringify(schema)) + schemaFrameTokens;
  const files = agentFiles(node, scope);
  const shown = files.ok ? fileTokens(files.files) : 0;
  return { inputTokens: bytes + schemaTokens + shown + frameTokens, outputTokens: agent.maxTokens };
}

function repairBytes(repair: RepairTurn | null): number {
  return repair === null ? 0 : bytesOf(repair.answer) + bytesOf(repairWords(repair));
}

/** What a vendor adds around the tools, around each tool, and around each message of the exchange with them. */
const toolsFrameTokens = 1_024;
const toolFrameTokens = 128;
const messageFrameTokens = 32;

/** Like `boundCall`, for the next turn of an agent with tools: the whole conversation is sent along with it. */
export function boundTurn(
  node: TalkingNode,
  scope: Scope,
  steps: readonly AgentStep[],
  repair: RepairTurn | null = null,
): CallBound {
  const { inputTokens, outputTokens } = boundCall(node, scope, repair);
  const said = exchangesOf(steps).reduce((sum, exchange) => sum + boundExchange(exchange), 0);
  return { inputTokens: inputTokens + offeredTokens(node.agent.talk) + said, outputTokens };
}

function offeredTokens({ tools }: PlanTalk): number {
  return tools.reduce(
    (sum, { config: { name, description, input } }) =>
      sum + toolFrameTokens + bytesOf(JSON.stringify([name, description, input])),
    toolsFrameTokens,
  );
}

/**
 * An upper bound of the tokens read by each turn of an answer, before any turn is taken, for a question of `prompt`
 * tokens. Without tools there is one turn. With tools, the agent is assumed to use all its turns, to write as much as
 * it may in each, and to make all its calls in the first; each result is as long as is shown, at one token per
 * character.
 */
export function turnPrompts({ talk, maxTokens }: PlanAgent, prompt: number): readonly number[] {
  if (talk === undefined) return [prompt];
  const { maxTurns, maxToolCalls } = talk;
  const first = prompt + offeredTokens(talk);
  const answers = maxToolCalls * (toolAnswerCharacters + messageFrameTokens);
  return Array.from({ length: maxTurns }, (_, turn) =>
    turn === 0 ? first : first + answers + turn * (maxTokens + messageFrameTokens),
  );
}

function boundExchange({ output, calls }: Exchange): number {
  const answers = calls.reduce(
    (sum, { result }) => sum + messageFrameTokens + bytesOf(result?.text ?? ""),
    messageFrameTokens,
  );
  const asked = output.calls.length * messageFrameTokens + bytesOf(JSON.stringify(output));
  return asked + answers;
}

/** What a call with this bound probably read, for the ledger, if the vendor did not report it. */
export function likelyInputTokens(boundTokens: number): number {
  return Math.ceil(Math.max(0, boundTokens - frameTokens) / usualBytesPerToken);
}

/** The probable number of tokens in a text of this many characters, for the ledger, if the vendor did not report it. */
export function likelyTokens(characters: number): number {
  return Math.ceil(characters / usualCharactersPerToken);
}

function rendered(source: string, scope: Scope): string {
  const parsed = parseTemplate(source);
  const text = parsed.ok ? renderTemplate(parsed.template, scope) : parsed;
  return text.ok ? text.value : "";
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
