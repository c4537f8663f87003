import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { agent, edges, trigger } from "../pipelines.ts";
import { seededRandom } from "../seeded-random.ts";

/** What the vendor does to a call; most often nothing. The first try meets it, or the first two. */
const troubles = [
  "",
  "",
  "",
  "",
  "fault=429&retryAfter=0",
  "fault=529&retryAfter=0",
  "fault=500",
  "fault=cut&after=4",
  "fault=reset&after=3",
  "fault=stall&after=2",
  "fault=error-event&after=3",
  "fault=slow-headers",
] as const;

/** Calls of a run when nothing happens. */
export const agentsOfARun = 16;
/** So soon a call that the vendor leaves hanging is given up. */
const patienceMs = 1_500;

/**
 * Agents side by side, each in trouble that the seed chooses. Paces and lengths differ, so that few share a
 * model, and its circuit stays closed.
 */
export function billPipeline(seed: number): PipelineDefinitionInput {
  const random = seededRandom(seed);
  const agents = Array.from({ length: agentsOfARun }, (_, index) => {
    const trouble = troubles[Math.floor(random() * troubles.length)] ?? "";
    const times = trouble === "" ? "" : `&${trouble}&times=${1 + Math.floor(random() * 2)}`;
    const tokens = 10 + Math.floor(random() * 30);
    const options = `pace=${2 + Math.floor(random() * 10)}&tokens=${tokens}${times}`;
    return {
      ...agent(`ask${index}`, options, `${"Again: ".repeat(index)}{{ input }}`),
      timeoutMs: patienceMs,
    };
  });
  return {
    name: `Bill ${seed}`,
    settings: { retryBackoffBase: 0.05, retryBackoffMax: 0.2, maxRetriesPerNode: 10 },
    nodes: [trigger, ...agents],
    edges: edges(...agents.map(({ id }) => `start -> ${id}`)),
  };
}
