import { sameJson } from "#core/json/same-json.ts";
import { everyNode } from "#core/pipeline/bodies/every-node.ts";
import type { EdgeDefinition, NodeDefinition, PipelineDefinition } from "#core/pipeline/definition.ts";
import type { VersionContent } from "../pipeline-outputs.ts";
import { snapshotOf } from "./published-difference.ts";

type Agent = Parameters<typeof snapshotOf>[0];

/** The changes to one kind of thing. */
export interface ChangeGroup {
  readonly title: string;
  /** One change each, in words. */
  readonly items: readonly string[];
}

/** The changes of the new version, as people count them. Empty if only comments or the order differ. */
export function publishSummary(
  draft: PipelineDefinition,
  published: Pick<VersionContent, "definition" | "agents">,
  agents: readonly Agent[],
): readonly ChangeGroup[] {
  const before = published.definition;
  const was = new Map(before.nodes.map((node) => [node.id, node]));
  const is = new Map(draft.nodes.map((node) => [node.id, node]));
  const groups = [
    group("Nodes added", draft.nodes.filter(({ id }) => !was.has(id)).map(named)),
    group("Nodes removed", before.nodes.filter(({ id }) => !is.has(id)).map(named)),
    group(
      "Nodes changed",
      draft.nodes.flatMap((node) => nodeChange(was.get(node.id), node)),
    ),
    group("Connections", edgeChanges(before.edges, draft.edges)),
    group("Variables", recordChanges(before.variables, draft.variables)),
    group("Settings", changedFields(before.settings, draft.settings)),
    group("Notes and groups", [
      ...listChanges("note", before.notes, draft.notes),
      ...listChanges("group", before.groups, draft.groups),
    ]),
    group("About the pipeline", changedFields(aboutOf(before), aboutOf(draft))),
    group("Agents changed since", agentChanges(published.agents, agents, draft)),
  ];
  return groups.filter(({ items }) => items.length > 0);
}

function group(title: string, items: readonly string[]): ChangeGroup {
  return { title, items };
}

function named({ name, type }: NodeDefinition): string {
  return `${name} (${type})`;
}

function aboutOf({ name, description }: PipelineDefinition) {
  return { name, description };
}

/** The changed fields of a node: those of its config by their own names. */
function nodeChange(before: NodeDefinition | undefined, after: NodeDefinition): readonly string[] {
  if (before === undefined || sameJson(before, after)) return [];
  const { config: oldConfig, ...oldNode } = before;
  const { config: newConfig, ...newNode } = after;
  const fields = [...changedFields(oldNode, newNode), ...changedFields(oldConfig, newConfig)];
  return [`${after.name}: ${fields.join(", ")}`];
}

function edgeChanges(before: readonly EdgeDefinition[], after: readonly EdgeDefinition[]): readonly string[] {
  // An edge is defined by what it connects: a new id alone is not a change.
  const wayOf = ({ from, to, condition = "" }: EdgeDefinition) => JSON.stringify([from, to, condition]);
  const was = new Set(before.map(wayOf));
  const is = new Set(after.map(wayOf));
  return counted([...is].filter((way) => !was.has(way)).length, "added").concat(
    counted([...was].filter((way) => !is.has(way)).length, "removed"),
  );
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

/** Listed by kind of change, since they have no names. */
function listChanges(
  what: string,
  before: readonly { id: string }[] = [],
  after: readonly { id: string }[] = [],
) {
  const was = new Map(before.map((one) => [one.id, one]));
  const is = new Map(after.map((one) => [one.id, one]));
  const named = (count: number, how: string) =>
    count === 0 ? [] : [`${count} ${what}${count === 1 ? "" : "s"} ${how}`];
  return [
    ...named(after.filter(({ id }) => !was.has(id)).length, "added"),
    ...named(before.filter(({ id }) => !is.has(id)).length, "removed"),
    ...named(after.filter((one) => was.has(one.id) && !sameJson(was.get(one.id), one)).length, "changed"),
  ];
}

type Fields = Readonly<Record<string, unknown>>;

function recordChanges(before: Fields, after: Fields): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    if (!Object.hasOwn(before, name)) return [`${name} added`];
    if (!Object.hasOwn(after, name)) return [`${name} removed`];
    return sameJson(before[name], after[name]) ? [] : [`${name} changed`];
  });
}

function changedFields(before: object, after: object): readonly string[] {
  const [was, is] = [before as Fields, after as Fields];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.filter((name) => !sameJson(was[name], is[name]));
}

/** Agents that both versions use and that have changed in between. */
function agentChanges(
  frozen: VersionContent["agents"],
  agents: readonly Agent[],
  draft: PipelineDefinition,
): readonly string[] {
  const used = new Set(
    everyNode(draft).flatMap(({ node }) => (node.type === "agent" ? (node.config.agentId ?? []) : [])),
  );
  const now = new Map(agents.map((agent) => [agent.key, snapshotOf(agent)]));
  return frozen.flatMap((was) => {
    const is = now.get(was.key);
    if (is === undefined || !used.has(was.key) || sameJson(was, is)) return [];
    return [`${is.name}: ${changedFields(was, is).join(", ")}`];
  });
}
