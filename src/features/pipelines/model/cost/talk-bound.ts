import { toolAnswerCharacters } from "#core/nodes/tools/agent-tools.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";

/**
 * How the maximum cost is made up for each agent with tools that has no limit of its own: it is far above the usual
 * cost. Empty if there are none.
 */
export function talkBounds(plan: Plan): readonly string[] {
  return plan.nodes.flatMap(({ name, agent, limits }) => {
    if (agent?.talk === undefined || limits.costMicros !== null) return [];
    const { maxTurns, maxToolCalls } = agent.talk;
    const turns = maxTurns === 1 ? "1 turn, which reads" : `${number(maxTurns)} turns, each of which reads`;
    const answers =
      maxToolCalls === 1 ? "the answer of 1 call" : `the answers of ${number(maxToolCalls)} calls`;
    return [
      `${name}: ${turns} ${answers} again, ${number(toolAnswerCharacters)} characters for each. A cost limit (limits.costMicros) of the node lowers it, and so do fewer turns and calls (maxTurns, maxToolCalls).`,
    ];
  });
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}
