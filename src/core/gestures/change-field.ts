import type { EditPath, TextEdit } from "#core/definition-text/edit/text-edit.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { ownField } from "#core/json/own-key.ts";
import { sameJson } from "#core/json/same-json.ts";
import type { PlanGesture } from "./gesture.ts";
import { sketchOf } from "./sketch.ts";
import { nodeIn, nodeNameOf } from "./ways.ts";

/** Another value for one field of a node; undefined removes the field. */
export function changeField(nodeId: string, path: EditPath, next: Json | undefined): PlanGesture {
  return (value) => {
    const node = nodeIn(sketchOf(value), nodeId);
    const before = fieldAt(node.raw, path);
    return {
      name: `Change ${String(path.at(-1) ?? "a field")} of ${nodeNameOf(node)}`,
      edits: differences(["nodes", node.index, ...path], before, next),
    };
  };
}

/** The value at a path; undefined if there is none. */
export function fieldAt(value: Json, path: EditPath): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)];
    return isJsonObject(at) && Object.hasOwn(at, step) ? at[String(step)] : undefined;
  }, value);
}

/** The fewest edits that turn one value into another, so that unchanged parts stay as written. */
export function differences(
  path: EditPath,
  before: Json | undefined,
  after: Json | undefined,
): readonly TextEdit[] {
  if (sameJson(before, after)) return [];
  if (after === undefined) return [{ kind: "remove", path }];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      differences([...path, key], ownField(before, key), ownField(after, key)),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) return listDifferences(path, before, after);
  return [{ kind: "set", path, value: after }];
}

/** What is equal at both ends stays. */
function listDifferences(
  path: EditPath,
  before: readonly Json[],
  after: readonly Json[],
): readonly TextEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && sameJson(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && sameJson(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  return [
    ...old.flatMap((item, index) => differences([...path, start + index], item, now[index])),
    ...now
      .slice(old.length)
      .map((value): TextEdit => ({ kind: "insert", path, index: start + old.length, value })),
  ];
}
