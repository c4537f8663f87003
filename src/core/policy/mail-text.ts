/** A mail in plain text. The subject is one line. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** A mail about something that has happened. It contains nothing of runs' data: only names, amounts and times. */
export type MailNews =
  | {
      readonly about: "decision";
      readonly pipelineName: string;
      readonly nodeId: string;
      readonly deadlineAtMs: number | null;
    }
  | {
      readonly about: "budget";
      readonly isReached: boolean;
      readonly scope: string;
      /** Of the pipeline, the key or the member. */
      readonly name: string | null;
      readonly per: string;
      readonly onLimit: string;
      /** Formatted for people: `$5.00`. */
      readonly limit: string;
      readonly used: string;
    }
  | { readonly about: "run"; readonly pipelineName: string; readonly status: string; readonly code: string }
  | { readonly about: "webhook"; readonly origin: string; readonly isGone: boolean };

const longestName = 80;

/**
 * Names are typed by people: reduced to one line, without anything that steers a terminal or a header, and not too
 * long.
 */
export function oneLine(text: string, longest = longestName): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}

/**
 * Writes a mail.
 * @param url where the reader acts on it
 * @param settingsUrl where they choose their notifications
 */
export function writeMail(
  news: MailNews,
  {
    workspaceName,
    url,
    settingsUrl,
  }: { readonly workspaceName: string; readonly url: string; readonly settingsUrl: string },
): MailText {
  const { subject, lines } = tell(news);
  const workspace = oneLine(workspaceName);
  const end = [
    "",
    url,
    "",
    "--",
    `Workspace: ${workspace}`,
    `Choose what you get mail about: ${settingsUrl}`,
    "",
  ];
  return { subject: oneLine(`[${workspace}] ${subject}`, 200), text: [...lines, ...end].join("\n") };
}

function tell(news: MailNews): { readonly subject: string; readonly lines: readonly string[] } {
  switch (news.about) {
    case "decision": {
      const name = oneLine(news.pipelineName);
      const { deadlineAtMs, nodeId } = news;
      const until = deadlineAtMs === null ? [] : [`It waits until ${new Date(deadlineAtMs).toISOString()}.`];
      return {
        subject: `A decision is needed: ${name}`,
        lines: [
          `A run of "${name}" waits at the node "${oneLine(nodeId)}" for a decision that you can make.`,
          ...until,
        ],
      };
    }
    case "budget":
      return describeBudget(news);
    case "run": {
      const name = oneLine(news.pipelineName);
      const how = news.status === "timeout" ? "ran out of time" : "failed";
      return {
        subject: `A scheduled run ${how}: ${name}`,
        lines: [`A run of "${name}", started by its schedule, ${how} (${oneLine(news.code)}).`],
      };
    }
    case "webhook": {
      const why = news.isGone ? "it answered that it is gone (410)" : "every try has failed for days";
      const origin = oneLine(news.origin, 200);
      return {
        subject: `A webhook was turned off: ${origin}`,
        lines: [
          `The webhook to ${origin} was turned off, because ${why}. Nothing is sent there until somebody turns it on again.`,
        ],
      };
    }
  }
}

function describeBudget({
  isReached,
  scope,
  name,
  per,
  onLimit,
  limit,
  used,
}: Extract<MailNews, { readonly about: "budget" }>) {
  const whose = scope === "workspace" ? "of the workspace" : `of the ${scope} ${oneLine(name ?? "")}`.trim();
  const budget = `the budget ${whose} per ${per}`;
  const effect =
    onLimit === "wait" ? `Calls that do not fit wait. ${howLong(per)}` : "Nodes whose calls do not fit fail.";
  const state = `Reserved and spent: ${used} of ${limit}.`;
  return isReached
    ? { subject: `A call did not fit ${budget}`, lines: [`A call did not fit ${budget}. ${effect}`, state] }
    : { subject: `Past the warning share: ${budget}`, lines: [`Past its warning share: ${budget}.`, state] };
}

/** What people who can raise a limit need to know. */
function howLong(per: string): string {
  return per === "run"
    ? "Each run has this budget for itself, and it never resets: unless calls in progress turn out cheaper than reserved, the run waits until an owner or an admin raises the limit."
    : "They continue when the budget resets or an owner or an admin raises the limit; a call that may cost more than the whole limit waits for the raise.";
}
