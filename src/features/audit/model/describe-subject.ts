import { shortId } from "#core/short-id.ts";
import { type AuditEvent, type AuditNames, detailFieldsOf, isId } from "./audit-event.ts";

/** The subject of an event: its name, and its id if it has one. */
export interface AuditSubject {
  readonly name: string;
  readonly id: string | null;
}

/** Shown where nobody knows the name any longer. */
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

/** The fields of an event that may hold its subject's name. */
const namings = ["name", "label", "key", "origin"] as const;

export function auditSubjectOf(event: AuditEvent, names: AuditNames): AuditSubject {
  const { subjectType, subjectId } = event;
  const detail = detailFieldsOf(event);
  if (!isId(subjectId)) return { name: subjectId, id: null };
  if (subjectType === "run") {
    const pipeline = names[subjectId] ?? nameOf(detail.pipelineId, names);
    return { name: `${pipeline === null ? "Run" : `${pipeline}, run`} ${shortId(subjectId)}`, id: subjectId };
  }
  if (subjectType === "budget" && names[subjectId] === undefined && typeof detail.per === "string") {
    const per = detail.per === "run" ? "each run" : `per ${detail.per}`;
    return { name: `${budgetScope(detail.scope, names)}, ${per}`, id: subjectId };
  }
  const name = names[subjectId] ?? writtenName(detail);
  const pipeline = subjectType === "trigger" ? nameOf(detail.pipelineId, names) : null;
  return {
    name: `${name ?? kinds[subjectType] ?? subjectType}${pipeline === null ? "" : ` of ${pipeline}`}`,
    id: subjectId,
  };
}

/** The subject's name at the time of the event, if it was recorded. */
function writtenName(detail: Readonly<Record<string, unknown>>): string | null {
  const written = namings.map((field) => detail[field]).find((value) => typeof value === "string");
  return typeof written === "string" ? written : null;
}

/** The description of a deleted budget's subject whose name is unknown. */
const scopeKinds: Readonly<Record<string, string>> = {
  pipelineId: "a deleted pipeline",
  keyId: "a deleted key",
  memberId: "a former member",
};

/** What a deleted budget applied to. */
function budgetScope(scope: unknown, names: AuditNames): string {
  const [[kind, id] = []] = typeof scope === "object" && scope !== null ? Object.entries(scope) : [];
  if (kind === undefined || !isId(id)) return "the whole workspace";
  return names[id] ?? scopeKinds[kind] ?? shortId(id);
}

/** The fields that the subject's description already covers, including its name unless that was different then. */
export function saidBySubject(event: AuditEvent, names: AuditNames): ReadonlySet<string> {
  const { subjectType, subjectId } = event;
  const ofPipeline = subjectType === "run" || subjectType === "trigger" ? ["pipelineId"] : [];
  const ofModel = subjectType === "price" ? ["model"] : [];
  const ofBudget = subjectType === "budget" ? ["scope", "per"] : [];
  // An agent has a name and a key.
  const written = writtenName(detailFieldsOf(event));
  const isRenamed = written !== null && (names[subjectId] ?? written) !== written;
  const ofNames = isRenamed ? [] : namings.filter((field) => field !== "key" || subjectType === "trigger");
  return new Set<string>([...ofNames, ...ofPipeline, ...ofModel, ...ofBudget]);
}

function nameOf(id: unknown, names: AuditNames): string | null {
  return typeof id === "string" ? (names[id] ?? null) : null;
}
