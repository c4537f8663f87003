import { evaluateMetered } from "#core/expression/evaluate-expression.ts";
import type { Meter } from "#core/expression/metering/meter.ts";
import { renderTemplate } from "#core/expression/render-template.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { isWithinWeight } from "#core/json/json-weight.ts";
import { cutText } from "#core/json/normalize-text.ts";
import type { WaitOpening } from "../behaviour.ts";
import { maxDelaySeconds } from "../delay.ts";
import type { ApprovalConfig, EventConfig, TimeConfig, WaitConfig } from "./config.ts";
import { bindData } from "./event-match.ts";

/** Text beyond this is left out, with a note. */
export const maxShownCharacters = 65_536;
/** A title is one line. */
const maxTitleCharacters = 300;
/**
 * The limit of the run's data that a condition over an event refers to, in characters of JSON: it is stored with the
 * wait.
 */
export const maxSeenCharacters = 65_536;

/** Works out how a wait is entered, with the run's current data that it refers to. */
export function openWait(config: WaitConfig, scope: Scope, nowMs: number, meter: Meter): WaitOpening {
  switch (config.for) {
    case "approval":
      return openApproval(config, scope, nowMs, meter);
    case "event":
      return openEvent(config, scope, nowMs);
    case "time":
      return openTime(config, scope, nowMs, meter);
  }
}

function openApproval(config: ApprovalConfig, scope: Scope, nowMs: number, meter: Meter): WaitOpening {
  const title = render(config.title, scope, meter);
  if (!title.ok) return { ok: false, where: "config.title", message: title.message };
  const show = render(config.show, scope, meter);
  if (!show.ok) return { ok: false, where: "config.show", message: show.message };
  const { who, form = null, choices, quorum, noSelfApproval } = config;
  const deciders = { roles: who?.roles ?? [], members: who?.members ?? [] };
  return {
    ok: true,
    wait: {
      untilMs: deadlineOf(config, nowMs),
      entry: {
        kind: "approval",
        title: shortened(title.value.replaceAll(/\s+/g, " ").trim(), maxTitleCharacters),
        show: shownOf(show.value),
        form,
        choices,
        deciders,
        quorum,
        noSelfApproval,
      },
    },
  };
}

function render(source: string, scope: Scope, meter: Meter) {
  const parsed = parseTemplate(source);
  return parsed.ok ? renderTemplate(parsed.template, scope, {}, meter) : parsed;
}

function shownOf(text: string): string {
  if (text.length <= maxShownCharacters) return text;
  return `${cutText(text, maxShownCharacters)}\n\n(It continues: the rest is left out here.)`;
}

function shortened(text: string, characters: number): string {
  return text.length <= characters ? text : `${cutText(text, characters - 3)}...`;
}

function openEvent(config: EventConfig, scope: Scope, nowMs: number): WaitOpening {
  const { name, match = null } = config;
  const sees = match === null ? {} : seenBy(match, scope);
  if (!isWithinWeight(sees, maxSeenCharacters, new Map())) {
    const message = `it names more than ${maxSeenCharacters} characters of the run, which are kept while it waits. Name less of it, with an input mapping`;
    return { ok: false, where: "config.match", message };
  }
  const untilMs = deadlineOf(config, nowMs);
  const lookBackMs = Math.ceil(config.lookBackSeconds * 1_000);
  const entry = { kind: "event", title: `Event ${name}`, name, match, sees, lookBackMs } as const;
  return { ok: true, wait: { untilMs, entry } };
}

/** The roots of the scope that the condition refers to, whole; of the nodes only those that it names. */
function seenBy(match: string, scope: Scope): JsonObject {
  const { input, trigger, variables, nodes } = scope;
  const parsed = parseExpression(bindData("output", match).source);
  const references = parsed.ok ? parsed.expression.references : { nodes: [], variables: [] };
  const names = (word: string) => new RegExp(`\\b${word}\\b`).test(match);
  const own = <Value>(from: { readonly [key: string]: Value }, keys: readonly string[]) =>
    Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(from, key) ? [[key, from[key]]] : [])));
  return {
    ...(names("input") ? { input } : {}),
    ...(names("trigger") ? { trigger } : {}),
    variables: own(variables, references.variables) as JsonObject,
    nodes: own(nodes, references.nodes) as JsonObject,
    run: { ...scope.run },
  };
}

/** The scope for a condition, rebuilt from what was stored. */
export function scopeOfSeen(sees: JsonObject): Scope {
  const { input = null, trigger = null, variables = {}, nodes = {}, run = {} } = sees as Partial<Scope>;
  return { input, trigger, variables, nodes, run } as Scope;
}

function deadlineOf({ deadlineSeconds }: ApprovalConfig | EventConfig, nowMs: number): number | null {
  return deadlineSeconds === undefined ? null : nowMs + Math.ceil(deadlineSeconds * 1_000);
}

function openTime({ seconds, until }: TimeConfig, scope: Scope, nowMs: number, meter: Meter): WaitOpening {
  if (until === undefined) return timeWait(nowMs + Math.ceil((seconds ?? 0) * 1_000));
  const parsed = parseExpression(until);
  const value = parsed.ok ? evaluateMetered(parsed.expression, scope, {}, meter) : parsed;
  if (!value.ok) return { ok: false, where: "config.until", message: value.message };
  const untilMs = instantOf(value.value);
  if (untilMs === null) {
    const message =
      "it must give a date with its time and zone as text, such as 2026-12-24T08:00:00Z or 2026-12-24T09:00:00+01:00";
    return { ok: false, where: "config.until", message };
  }
  if (untilMs - nowMs > maxDelaySeconds * 1_000) {
    const message = `it is more than ${maxDelaySeconds / 86_400} days away, the longest that a run may wait`;
    return { ok: false, where: "config.until", message };
  }
  return timeWait(Math.max(nowMs, untilMs));
}

function timeWait(untilMs: number): WaitOpening {
  return { ok: true, wait: { untilMs, entry: { kind: "time", title: "A time" } } };
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Without its zone a time would mean another moment on every machine. */
function instantOf(value: Json): number | null {
  if (typeof value !== "string" || !instantPattern.test(value)) return null;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : atMs;
}
