import type { AuditEvent } from "./audit-event.ts";

/** The label of each action, in the order of the filter's list. */
export const auditWords: Readonly<Record<string, string>> = {
  "run.start": "Started a run",
  "run.resume": "Resumed a run",
  "run.fork": "Forked a run",
  "run.cancel": "Stopped a run",
  "run.adjust": "Changed a running map",
  "run.undo": "Undid a run",
  "run.delete": "Deleted a run",
  "wait.decide": "Made a decision for a run",
  "pipeline.create": "Created a pipeline",
  "pipeline.save-draft": "Changed a draft",
  "pipeline.publish": "Published a version",
  "pipeline.archive": "Archived a pipeline",
  "pipeline.restore": "Restored a pipeline",
  "pipeline.delete": "Deleted a pipeline",
  "agent.create": "Created an agent",
  "agent.update": "Changed an agent",
  "agent.archive": "Archived an agent",
  "agent.restore": "Restored an agent",
  "mcp.connect": "Asked an MCP server for its tools",
  "key.create": "Added a provider key",
  "key.test": "Tested a provider key",
  "key.replace": "Replaced a provider key",
  "key.prefer": "Set which provider key is used first",
  "key.remove": "Removed a provider key",
  "key.unreadable": "A provider key could not be read",
  "price.set": "Set a price",
  "price.remove": "Removed a price",
  "circuit.reset": "Closed a circuit",
  "secret.create": "Added a secret",
  "secret.replace": "Replaced a secret",
  "secret.remove": "Removed a secret",
  "secret.unreadable": "A secret could not be read",
  "budget.create": "Set a budget",
  "budget.update": "Changed a budget",
  "budget.remove": "Removed a budget",
  "view.save": "Saved a view of a list",
  "view.remove": "Removed a view of a list",
  "test-set.create": "Created a test set",
  "test-set.update": "Changed a test set",
  "test-set.remove": "Removed a test set",
  "test-case.create": "Added a test case",
  "test-case.update": "Changed a test case",
  "test-case.record": "Re-recorded a test case",
  "test-case.remove": "Removed a test case",
  "trigger.fire": "Fired a trigger",
  "trigger.pause": "Paused a trigger",
  "trigger.resume": "Resumed a trigger",
  "trigger.rotate-secret": "Renewed a trigger's secret",
  "mail.choose": "Changed their mail settings",
  "mail.turn-off": "Turned off mail to a member: none could be delivered",
  "webhook.create": "Created a webhook",
  "webhook.update": "Changed a webhook",
  "webhook.remove": "Removed a webhook",
  "webhook.rotate-secret": "Renewed a webhook's secret",
  "webhook.test": "Tested a webhook",
  "webhook.resend": "Resent a message of a webhook",
  "webhook.turn-off": "A webhook was turned off",
  "event.send": "Sent an event",
  "token.create": "Created an API token",
  "token.revoke": "Revoked an API token",
  "member.add": "Added a member",
  "member.join": "Joined by an invitation link",
  "member.change-role": "Changed a role",
  "member.remove": "Removed a member",
  "member.leave": "Left the workspace",
  "invitation.create": "Created an invitation link",
  "invitation.revoke": "Revoked an invitation link",
  "workspace.create": "Created the workspace",
  "workspace.rename": "Renamed the workspace",
  "workspace.retention": "Set how long bodies of runs are kept",
  "workspace.delete": "Deleted the workspace",
  "account.sign-in": "Signed in",
  "account.sign-in-failed": "A sign-in was refused",
  "account.sign-out": "Signed out",
  "account.end-sessions": "Ended sessions",
  "account.change-password": "Changed the password",
  "account.reset-password": "A password was reset",
  "account.delete": "Deleted their account",
};

/** The label of an action; the action itself if it has none. */
export function auditEventWords({ action }: AuditEvent): string {
  return auditWords[action] ?? action;
}

/** The page of the event's subject, relative to the workspace; null if it has no page. */
export function placeOf({ subjectType, subjectId }: AuditEvent): string | null {
  switch (subjectType) {
    case "run":
      return `runs/${subjectId}`;
    case "pipeline":
      return `pipelines/${subjectId}`;
    case "agent":
      return `agents/${subjectId}`;
    case "event":
      return "events";
    default:
      return null;
  }
}
