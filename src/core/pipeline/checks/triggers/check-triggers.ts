import type { Problem } from "#core/errors.ts";
import type { ExpressionReferences } from "#core/expression/compile/compile.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import { expressionType } from "#core/expression/types/mapping-type.ts";
import { anyType } from "#core/expression/types/static-type.ts";
import { bindData } from "#core/nodes/wait/event-match.ts";
import { cronFault, isTimezone } from "#core/triggers/calendar.ts";
import { type TriggerDefinition, triggerSchema } from "#core/triggers/trigger-definition.ts";
import { mappingSources } from "../../../nodes/fields/mapping-sources.ts";
import { fieldOf, listIn } from "../../graph/graph.ts";
import { parseSource } from "../../parse-source.ts";
import { fault, type ProblemCode, pathText, shortened } from "../../problem.ts";

type Path = readonly (string | number)[];

/**
 * Each trigger has an id of its own, a time that occurs, an input that can be computed, and all the variables that a
 * run needs.
 */
export function checkTriggers(raw: unknown): readonly Problem[] {
  const triggers = listIn(raw, "triggers").map((item) => triggerSchema.safeParse(item).data ?? null);
  const variables = fieldOf(raw, "variables");
  return triggers.flatMap((trigger, index) => {
    if (trigger === null) return [];
    const problem = (code: ProblemCode, path: Path, text: string): Problem =>
      fault(code, `Trigger "${shortened(trigger.id)}": ${pathText(path)} ${text}.`, {
        path: ["triggers", index, ...path],
      });
    const isRepeated = triggers.slice(0, index).some((earlier) => earlier?.id === trigger.id);
    return [
      ...(isRepeated
        ? [problem("DUPLICATE_TRIGGER_ID", ["id"], "is the id of another trigger too: choose another")]
        : []),
      ...calendarFaults(trigger).map(([path, text]) => problem("BAD_SCHEDULE", path, text)),
      ...inputFaults(trigger).map(([path, text]) => problem("BAD_EXPRESSION", path, text)),
      ...matchFaults(trigger).map(([path, text]) => problem("BAD_EXPRESSION", path, text)),
      ...variableFaults(trigger, variables).map(([path, text]) => problem("UNKNOWN_VARIABLE", path, text)),
    ];
  });
}

type Finding = readonly [path: Path, text: string];

function calendarFaults(trigger: TriggerDefinition): readonly Finding[] {
  if (trigger.kind !== "schedule") return [];
  const cron = cronFault(trigger.cron);
  return [
    ...(cron === null ? [] : [[["cron"], cron] satisfies Finding]),
    ...(isTimezone(trigger.timezone)
      ? []
      : [[["timezone"], "must be the name of a zone, such as Europe/Berlin or UTC"] satisfies Finding]),
  ];
}

function matchFaults(trigger: TriggerDefinition): readonly Finding[] {
  if (trigger.kind !== "event" || trigger.match === undefined) return [];
  const { source } = bindData("trigger.data", trigger.match);
  const parsed = parseExpression(source);
  if (!parsed.ok) return [[["match"], `cannot be read: ${parsed.message}`]];
  return [
    ...unseenNames(parsed.expression.references).map(
      (name): Finding => [["match"], `names ${name}, which does not exist before a run: it sees only data`],
    ),
    ...missingFields(source).map((message): Finding => [["match"], message]),
  ];
}

const beforeRun: TypeScope = {
  input: anyType,
  trigger: anyType,
  output: anyType,
  nodeOutput: () => anyType,
  isBeforeRun: true,
};

/** Something that is unknown before there are data: `run.id`, most likely. */
function missingFields(source: string): readonly string[] {
  return expressionType(source, beforeRun).faults.flatMap(({ isMissing, message }) =>
    isMissing ? [`cannot work before a run: ${message}`] : [],
  );
}

function unseenNames({
  nodes,
  variables,
  secrets,
  usesOutput,
  usesError,
  usesItem,
  usesArgs,
}: ExpressionReferences): readonly string[] {
  return [
    ...nodes.map((id) => `nodes.${id}`),
    ...variables.map((name) => `variables.${name}`),
    ...secrets.map((name) => `secrets.${name}`),
    ...(usesOutput ? ["output"] : []),
    ...(usesError ? ["error"] : []),
    ...(usesItem ? ["item"] : []),
    ...(usesArgs ? ["args"] : []),
  ];
}

/** It sees what the trigger passes on, and nothing of a run, since there is none yet. */
function inputFaults(trigger: TriggerDefinition): readonly Finding[] {
  if (trigger.input === undefined) return [];
  return mappingSources(trigger.input, ["input"]).flatMap((source): readonly Finding[] => {
    const parsed = parseSource(source);
    if (!parsed.ok) return [[source.path, `cannot be read: ${parsed.message}`]];
    return [
      ...unseenNames(parsed.references).map(
        (name): Finding => [
          source.path,
          `names ${name}, which does not exist before a run: it sees only trigger`,
        ],
      ),
      ...missingFields(source.source).map((message): Finding => [source.path, message]),
    ];
  });
}

function variableFaults(trigger: TriggerDefinition, declared: unknown): readonly Finding[] {
  const names = Object.keys(Object(declared));
  const unknown = Object.keys(trigger.variables).filter((name) => !names.includes(name));
  const missing = names.filter((name) => {
    const variable = fieldOf(declared, name);
    const needed = fieldOf(variable, "required") === true && fieldOf(variable, "default") === undefined;
    return needed && !Object.hasOwn(trigger.variables, name);
  });
  return [
    ...unknown.map((name): Finding => [["variables", name], "is not a variable of the pipeline"]),
    ...missing.map(
      (name): Finding => [
        ["variables"],
        `must give a value for ${name}: the pipeline requires it and has no default for it`,
      ],
    ),
  ];
}
