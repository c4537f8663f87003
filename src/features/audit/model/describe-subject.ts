import { shortId } from "#core/short-id.ts";
import { type AuditEvent, type AuditNames, fieldsOf, isId } from "./audit-event.ts";

/** What an event is about: its name, and the id that finds it again, if it has one. */
export interface AuditSubject {
  readonly name: string;
  readonly id: string | null;
}

/** What is said of something whose name nobody knows now. */
const kinds: Readonly<Record<string, string>> = {
  account: "a former member",
  agent: "an agent",
  budget: "a budget",
  event: "an event",
  invitation: "an invitation",
  key: "a provider key",
  mail: "a former member",
  member: "a former member",
  pipeline: "a deleted pipeline",
  secret: "a secret",
  "test-case": "a test case",
  "test-set": "a test set",
  token: "a token",
  trigger: "a trigger",
  view: "a view",
  wait: "a decision",
  webhook: "a webhook",
  workspace: "the workspace",
};

/** Where an event wrote down what its subject was called: under one of these. */
const namings = ["name", "label", "key", "origin"] as const;

export function subjectOf(event: AuditEvent, names: AuditNames): AuditSubject {
  const { subjectType, subjectId } = event;
  const detail = fieldsOf(event);
  if (!isId(subjectId)) return { name: subjectId, id: null };
  if (subjectType === "run") {
    const pipeline = names[subjectId] ?? nameOf(detail.pipelineId, names);
    return { name: `${pipeline === null ? "Run" : `${pipeline}, run`} ${shortId(subjectId)}`, id: subjectId };
  }
  if (subjectType === "budget" && names[subjectId] === undefined && typeof detail.per === "string") {
    const per = detail.per === "run" ? "each run" : `per ${detail.per}`;
    return { name: `${budgetScope(detail.scope, names)}, ${per}`, id: subjectId };
  }
  const written = namings.map((field) => detail[field]).find((value) => typeof value === "string");
  const name = names[subjectId] ?? (typeof written === "string" ? written : null);
  const pipeline = subjectType === "trigger" ? nameOf(detail.pipelineId, names) : null;
  return {
    name: `${name ?? kinds[subjectType] ?? subjectType}${pipeline === null ? "" : ` of ${pipeline}`}`,
    id: subjectId,
  };
}

/** What a budget that is gone was for. */
function budgetScope(scope: unknown, names: AuditNames): string {
  const [id] = typeof scope === "object" && scope !== null ? Object.values(scope) : [];
  return isId(id) ? (names[id] ?? shortId(id)) : "the whole workspace";
}

/** The fields of a detail that its subject has said already. */
export function saidBySubject({ subjectType }: Pick<AuditEvent, "subjectType">): ReadonlySet<string> {
  const ofPipeline = subjectType === "run" || subjectType === "trigger" ? ["pipelineId"] : [];
  const ofModel = subjectType === "price" ? ["model"] : [];
  const ofBudget = subjectType === "budget" ? ["scope", "per"] : [];
  // An agent has a name beside its key.
  const ofNames = namings.filter((field) => field !== "key" || subjectType === "trigger");
  return new Set<string>([...ofNames, ...ofPipeline, ...ofModel, ...ofBudget]);
}

function nameOf(id: unknown, names: AuditNames): string | null {
  return typeof id === "string" ? (names[id] ?? null) : null;
}
