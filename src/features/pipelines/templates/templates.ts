import betterDraft from "./better-draft.yaml";
import carefulAnswer from "./careful-answer.yaml";
import contractReview from "./contract-review.yaml";
import customerReplies from "./customer-replies.yaml";
import empty from "./empty.yaml";
import exampleInputs from "./example-inputs.json" with { type: "json" };
import incidentReport from "./incident-report.yaml";
import invoiceCheck from "./invoice-check.yaml";
import meetingMinutes from "./meeting-minutes.yaml";
import nightlyDigest from "./nightly-digest.yaml";
import orderFollowUp from "./order-follow-up.yaml";
import releaseNotes from "./release-notes.yaml";
import replyWithApproval from "./reply-with-approval.yaml";
import researchBrief from "./research-brief.yaml";
import researchWithTools from "./research-with-tools.yaml";
import retryRehearsal from "./retry-rehearsal.yaml";
import reviewTriage from "./review-triage.yaml";
import siteWatch from "./site-watch.yaml";
import supportTriage from "./support-triage.yaml";
import twoSummaries from "./two-summaries.yaml";
import weeklyReport from "./weekly-report.yaml";

/** A template. It runs in the sandbox without changes. */
export interface PipelineTemplate {
  readonly id: string;
  readonly text: string;
  /** The suggested input of a first run; null if it needs none. */
  readonly example: Readonly<Record<string, string>> | null;
}

const template = (id: keyof typeof exampleInputs, text: string): PipelineTemplate => ({
  id,
  text,
  example: exampleInputs[id],
});

/**
 * The empty template first, for people who need none. Then the most common kinds of work; examples of how Penstock
 * behaves come last.
 */
export const templates: readonly PipelineTemplate[] = [
  template("empty", empty),
  template("contract-review", contractReview),
  template("reply-with-approval", replyWithApproval),
  template("customer-replies", customerReplies),
  template("better-draft", betterDraft),
  template("meeting-minutes", meetingMinutes),
  template("support-triage", supportTriage),
  template("invoice-check", invoiceCheck),
  template("weekly-report", weeklyReport),
  template("incident-report", incidentReport),
  template("release-notes", releaseNotes),
  template("research-brief", researchBrief),
  template("research-with-tools", researchWithTools),
  template("review-triage", reviewTriage),
  template("careful-answer", carefulAnswer),
  template("two-summaries", twoSummaries),
  template("order-follow-up", orderFollowUp),
  template("site-watch", siteWatch),
  template("nightly-digest", nightlyDigest),
  template("retry-rehearsal", retryRehearsal),
];
