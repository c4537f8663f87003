import { type EngineEvent, engineEventNames } from "./engine-event.ts";

/** As many nodes as a process carries side by side for one workspace. */
const maxTogether = 50;

/**
 * Puts nodes of one run that are to be worked on at the same moment into one event: whoever takes its node carries the
 * others along. Their own events are then not sent. For an engine in which a function run costs more than a short node;
 * where each is to be seen by itself, leave the events apart.
 *
 * Nodes that call a model are left apart: their starts are spaced one by one.
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
