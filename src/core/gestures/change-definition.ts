import { type EditPath, EditRefused } from "#core/definition-text/edit/text-edit.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { fieldNameSchema } from "#core/nodes/fields/names.ts";
import { differences, fieldAt } from "./change-field.ts";
import type { PlanGesture } from "./gesture.ts";

/** Sets a field of the definition itself, of a variable or of a trigger; undefined removes it. */
export function changeDefinition(path: EditPath, next: Json | undefined): PlanGesture {
  return (value) => ({
    name: `Change ${String(path.at(-1) ?? "a field")}${ownerOf(value, path)}`,
    edits: differences(path, fieldAt(value, path), next),
  });
}

function ownerOf(value: Json, [list, step]: EditPath): string {
  if (list === "variables" && step !== undefined) return ` of ${step}`;
  if (list !== "triggers" || step === undefined) return "";
  const id = fieldAt(value, [list, step, "id"]);
  return typeof id === "string" ? ` of ${id}` : " of a trigger";
}

/** A trigger at the end of the list, under a free id: `schedule`, `schedule2`. */
export function addTrigger(trigger: JsonObject & { readonly kind: string }): PlanGesture {
  return (value) => {
    const triggers = listAt(value, "triggers");
    const taken = new Set(triggers.map((one) => fieldAt(one, ["id"])));
    let id = trigger.kind;
    for (let number = 2; taken.has(id); number += 1) id = `${trigger.kind}${number}`;
    const edit = {
      kind: "insert",
      path: ["triggers"],
      index: triggers.length,
      value: { id, ...trigger },
    } as const;
    return { name: `Add trigger ${id}`, edits: [edit] };
  };
}

export function removeTrigger(index: number): PlanGesture {
  return (value) => {
    const triggers = listAt(value, "triggers");
    if (index >= triggers.length) throw new EditRefused("This trigger is no longer in the text.");
    const id = fieldAt(triggers[index] ?? null, ["id"]);
    const path = triggers.length === 1 ? ["triggers"] : ["triggers", index];
    return { name: `Remove trigger ${String(id ?? "")}`.trim(), edits: [{ kind: "remove", path }] };
  };
}

/** Why a variable cannot have a name; null if it can. */
export function variableObstacle(value: Json, name: string): string | null {
  const parsed = fieldNameSchema.safeParse(name);
  if (!parsed.success) return `A name ${parsed.error.issues[0]?.message ?? "is a word"}.`;
  return Object.hasOwn(variablesIn(value), name) ? `There is already a variable "${name}".` : null;
}

export function addVariable(name: string): PlanGesture {
  return (value) => {
    const obstacle = variableObstacle(value, name);
    if (obstacle !== null) throw new EditRefused(obstacle);
    const edit = { kind: "set", path: ["variables", name], value: { default: "" } } as const;
    return { name: `Add variable ${name}`, edits: [edit] };
  };
}

export function removeVariable(name: string): PlanGesture {
  return (value) => {
    const names = Object.keys(variablesIn(value));
    if (!names.includes(name)) throw new EditRefused(`There is no variable "${name}" in the text.`);
    const path = names.length === 1 ? ["variables"] : ["variables", name];
    return { name: `Remove variable ${name}`, edits: [{ kind: "remove", path }] };
  };
}

/** The variables as written, by name. */
export function variablesIn(value: Json): JsonObject {
  const variables = fieldAt(value, ["variables"]);
  return isJsonObject(variables) ? variables : {};
}

function listAt(value: Json, field: string): readonly Json[] {
  const list = fieldAt(value, [field]);
  return Array.isArray(list) ? list : [];
}
