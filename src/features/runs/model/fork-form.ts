import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { parseJsonText } from "#core/json/parse-json-text.ts";
import type { AgentChange, ForkChanges } from "#core/run/fork/fork-changes.ts";
import type { RunSnapshot } from "./live/run-snapshot.ts";

/** The form's values, starting with those of the run. */
export interface ForkForm {
  readonly input: string;
  readonly variables: string;
  readonly version: "same" | "published" | "draft";
  readonly model: string;
  readonly task: string;
  /** For the node where the fork begins; empty: it runs again. */
  readonly output: string;
}

export type ForkField = keyof ForkForm;

/** The form of a fork at this node; null: where the run ended. */
export function forkFormOf({ run, definition }: RunSnapshot, nodeId: string | null): ForkForm {
  const node = definition.nodes.find(({ id }) => id === nodeId);
  const agent = node?.type === "agent" ? node.config : null;
  return {
    input: JSON.stringify(run.input, null, 2),
    variables: JSON.stringify(run.variables, null, 2),
    version: "same",
    model: agent?.model ?? "",
    task: agent?.task ?? "",
    output: "",
  };
}

export type ForkFormResult =
  | { readonly ok: true; readonly changes: ForkChanges }
  | { readonly ok: false; readonly field: ForkField; readonly message: string };

/** The changed fields. */
export function readForkForm(form: ForkForm, before: ForkForm, nodeId: string | null): ForkFormResult {
  const changes: Mutable<ForkChanges> = {};
  for (const field of ["input", "variables", "output"] as const) {
    if (form[field] === before[field] || form[field].trim() === "") continue;
    const parsed = parseJsonText(form[field]);
    if (!parsed.ok) return { ok: false, field, message: parsed.fault.message };
    const fault = takeValue(changes, field, parsed.value, nodeId);
    if (fault !== null) return { ok: false, field, message: fault };
  }
  const agent = changedAgent(form, before);
  if (agent !== null && nodeId !== null) changes.agents = { [nodeId]: agent };
  if (form.version !== "same") changes.version = form.version;
  return { ok: true, changes };
}

type Mutable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/** The error of a value; null if it is valid. */
function takeValue(
  changes: Mutable<ForkChanges>,
  field: "input" | "variables" | "output",
  value: Json,
  nodeId: string | null,
): string | null {
  if (field === "variables") {
    if (!isJsonObject(value)) return "must be an object";
    changes.variables = value;
  } else if (field === "input") changes.input = value;
  else if (nodeId !== null) changes.outputs = { [nodeId]: value };
  return null;
}

function changedAgent(form: ForkForm, before: ForkForm): AgentChange | null {
  const model = form.model === before.model ? {} : { model: form.model };
  const task = form.task === before.task ? {} : { task: form.task };
  const change = { ...model, ...task };
  return Object.keys(change).length === 0 ? null : change;
}
