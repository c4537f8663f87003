import contractReview from "./contract-review.yaml";
import empty from "./empty.yaml";
import { type ExampleId, exampleInputs } from "./example-inputs.ts";
import nightlyDigest from "./nightly-digest.yaml";
import researchBrief from "./research-brief.yaml";
import retryRehearsal from "./retry-rehearsal.yaml";
import supportTriage from "./support-triage.yaml";
import twoSummaries from "./two-summaries.yaml";

/** A pipeline to begin with. It runs in the sandbox as it is. */
export interface PipelineTemplate {
  readonly id: string;
  readonly text: string;
  /** What a first run may be given; null where nothing is asked. */
  readonly example: Readonly<Record<string, string>> | null;
}

const template = (id: ExampleId, text: string): PipelineTemplate => ({
  id,
  text,
  example: exampleInputs[id],
});

export const templates: readonly PipelineTemplate[] = [
  template("contract-review", contractReview),
  template("research-brief", researchBrief),
  template("support-triage", supportTriage),
  template("two-summaries", twoSummaries),
  template("retry-rehearsal", retryRehearsal),
  template("nightly-digest", nightlyDigest),
  template("empty", empty),
];
