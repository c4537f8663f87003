import { type EngineEvent, engineEventNames } from "./engine-event.ts";

/** The most nodes that a process works on at the same time for one workspace. */
const maxTogether = 50;

/**
 * Combines nodes of one run that are to be worked on at the same moment into one event: the worker that takes its node
 * takes the others along, and their own events are not sent. For an engine in which a function run costs more than a
 * short node; if each is to be visible by itself, keep the events apart.
 *
 * Nodes that call a model are kept apart, because their starts are throttled one by one.
 */
export function carryTogether(events: readonly EngineEvent[]): readonly EngineEvent[] {
  const groups = Map.groupBy(events, (event) =>
    event.name === engineEventNames.nodeReady ? `${event.data.runId} ${event.ts}` : event,
  );
  return [...groups.values()].flatMap((group) => slices(group).map(toOne));
}

function slices(group: readonly EngineEvent[]): readonly (readonly EngineEvent[])[] {
  return Array.from({ length: Math.ceil(group.length / maxTogether) }, (_, index) =>
    group.slice(index * maxTogether, (index + 1) * maxTogether),
  );
}

function toOne([first, ...others]: readonly EngineEvent[]): EngineEvent {
  if (first === undefined) throw new Error("a group of events is never empty");
  if (others.length === 0) return first;
  const beside = others.map(({ data }) => ({ nodeId: data.nodeId ?? null }));
  return { ...first, data: { ...first.data, beside } };
}
