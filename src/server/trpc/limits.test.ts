import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { expressionLimits, templateLimits } from "#core/expression/metering/limits.ts";
import {
  definitionCharacters,
  definitionLimits,
  jsonLimits,
  runInputLimits,
} from "#core/json/json-limits.ts";
import { maxValueCharacters } from "#core/json/json-weight.ts";
import { maxDelaySeconds } from "#core/nodes/delay.ts";
import { defaultOutputBytes, maxOutputBytes, maxRetries } from "#core/nodes/fields/node-fields.ts";
import { mostPasses } from "#core/nodes/loop/loop.ts";
import { maxConcurrency, maxItems, mostKeptBytes } from "#core/nodes/map/items-of-map.ts";
import { mostAgent, toolAnswerCharacters } from "#core/nodes/tools/agent-tools.ts";
import { maxLookBackSeconds } from "#core/nodes/wait/config.ts";
import { maxSeenCharacters, maxShownCharacters } from "#core/nodes/wait/open-wait.ts";
import { maxGrowth } from "#core/pipeline/checks/expressions/check-patterns.ts";
import { maxEdges, maxNodes, maxRunSeconds } from "#core/pipeline/definition.ts";
import { maxMarks } from "#core/pipeline/marks/marks.ts";
import { keptDays, keptFileDays } from "#core/policy/kept.ts";
import { mostWebhookTries, webhookPatienceMs } from "#core/policy/webhook.ts";
import { longestCostDays } from "#core/pricing/cost-groups.ts";
import { outputRoom } from "#core/run/output-room.ts";
import { mostDepth } from "#core/run/tree.ts";
import { runTextRoom, runViewRoom, watchedRoom } from "#core/run/value-room.ts";
import { mostInChain } from "#core/triggers/chain.ts";
import { maxTriggers } from "#core/triggers/trigger-definition.ts";
import { mostDecided } from "#core/waits/decision.ts";
import { mostVerdicts } from "#server/db/test-sets/test-verdict-store.ts";
import { defaultFileBytes } from "#server/env-files.ts";
import { mostArtifactBytes } from "#server/services/artifacts/get-artifact.ts";
import { mostArtifactsLooked } from "#server/services/artifacts/search-artifacts.ts";
import { mostLineage, mostUsesLooked } from "#server/services/artifacts/trace-artifact.ts";
import { maxBudgets } from "#server/services/budgets/create-budget.ts";
import { maxLookedAtCalls } from "#server/services/budgets/look-at-budgets.ts";
import { mostCostRows } from "#server/services/costs/break-down-costs.ts";
import { invitationDays, mostInvitations } from "#server/services/members/create-invitation.ts";
import { maxPrices } from "#server/services/prices/set-price.ts";
import { rateLimits } from "#server/services/rate-limits/create-rate-limits.ts";
import { shownStepCharacters } from "#server/services/runs/reading/list-agent-steps.ts";
import { mostRunsLooked } from "#server/services/runs/reading/list-runs.ts";
import { recordingRoom } from "#server/services/runs/recordings/read-cassette-of.ts";
import { searchRoom } from "#server/services/search/find-contents.ts";
import { maxSecrets } from "#server/services/secrets/create-secret.ts";
import { maxSecretBytes } from "#server/services/secrets/seal-secret-value.ts";
import {
  maxAssertions,
  maxCaseCharacters,
  maxCases,
  maxTestSets,
} from "#server/services/test-sets/check-test-case.ts";
import { longestTokenDays, mostTokens } from "#server/services/tokens/create-api-token.ts";
import { mostWaitingCallers } from "#server/services/triggers/hooks/wait-for-run.ts";
import { mostTriggers } from "#server/services/triggers/take-event.ts";
import { mostViews } from "#server/services/views/save-view.ts";
import { mostUnitsPerEvent } from "#server/services/waits/give-event.ts";
import { mostLookedAt, mostUnitsLookingBack } from "#server/services/waits/look-back.ts";
import { mostEndpoints } from "#server/services/webhooks/create-endpoint.ts";
import { mailLimit } from "#server/services/webhooks/send-message.ts";
import { longestRetentionDays } from "#server/services/workspaces/set-retention.ts";
import { requestLimits } from "./admit-request.ts";

const document = readFileSync(join(import.meta.dirname, "../../../docs/limits.md"), "utf8");

/** The rows of all tables, without their headers: what is limited, and the figure. */
const rows = document
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what |"))
  .map((line) => line.split(" | ").slice(0, 2).join(" = ").slice(2));

const figure = (value: number, unit = "") =>
  `${value.toLocaleString("en-US")}${unit === "" ? "" : ` ${unit}`}`;
const characters = (value: number) => figure(value, "characters");
const bytes = (value: number) => figure(value, "bytes");

const spans: Readonly<Record<number, string>> = {
  60: "a minute",
  900: "15 minutes",
  3600: "an hour",
  86400: "a day",
};
function pace(name: keyof typeof rateLimits): string {
  const { tries, seconds, countsInMemory } = rateLimits[name];
  return `${figure(tries)} in ${spans[seconds]}${countsInMemory ? ", counted by each process" : ""}`;
}

const outputs = outputRoom().left;

it("matches the code's figures, in a complete table", () => {
  expect(rows).toEqual([
    `Text of a definition, or a definition as data = ${characters(definitionCharacters)}`,
    `Nodes of a pipeline, those in bodies too = ${figure(maxNodes)}`,
    `Edges of a pipeline, those in bodies too = ${figure(maxEdges)}`,
    `Triggers of a pipeline = ${figure(maxTriggers)}`,
    `Notes of a pipeline, and groups = ${figure(maxMarks)} each`,
    `Counts in all regular expressions of a pipeline, such as \`{1000}\`, together = ${figure(maxGrowth, "steps")}`,
    `Source of an expression = ${characters(expressionLimits.sourceCharacters)}`,
    `Work of one expression = ${figure(expressionLimits.workUnits, "units")}`,
    `Value that an expression builds = ${characters(expressionLimits.builtCharacters)}`,
    `Source of a template = ${characters(templateLimits.sourceCharacters)}`,
    `Insertions of a template = ${figure(templateLimits.insertions)}`,
    `What a template writes = ${characters(templateLimits.renderedCharacters)}`,
    `Retries of a node = ${figure(maxRetries)}`,
    `Tools of an agent = ${figure(mostAgent.tools)}`,
    `\`maxTurns\` of an agent = ${figure(mostAgent.turns)}`,
    `\`maxToolCalls\` of an agent = ${figure(mostAgent.toolCalls)}`,
    `\`timeoutSeconds\` of a run, without the time in which it only waits = ${figure(maxRunSeconds, "s")}`,
    `\`seconds\` of a delay, \`seconds\` and \`deadlineSeconds\` of a wait = ${figure(maxDelaySeconds, "s")}`,
    `\`lookBackSeconds\` of a wait for an event = ${figure(maxLookBackSeconds, "s")}`,
    `Events of its name that such a wait looks at = ${figure(mostLookedAt)}`,
    `Work of the conditions of all waits that look back in one step of a run, with a unit for each 2 characters of the events = ${figure(mostUnitsLookingBack, "units")}`,
    `What is shown for a decision = ${characters(maxShownCharacters)}`,
    `What the condition of a wait for an event names of its run = ${characters(maxSeenCharacters)}`,
    `Input of a run = ${characters(runInputLimits.characters)}`,
    `Variables of a run = ${characters(runInputLimits.characters)}`,
    `Lists and objects inside each other = ${figure(jsonLimits.depth)}`,
    `Elements of all lists and keys of all objects of a value = ${figure(jsonLimits.elements)}`,
    `Input of a node, and output of a node that is decided inside Penstock = ${characters(maxValueCharacters)}`,
    `Output and artifacts of an agent or an action, without \`limits.outputBytes\` = ${bytes(defaultOutputBytes)}`,
    `\`limits.outputBytes\` of a node = ${bytes(maxOutputBytes)}`,
    `File that is uploaded, fetched by an HTTP node or saved, unless \`FILES_MAX_BYTES\` says otherwise = ${bytes(defaultFileBytes)}`,
    `Files that nothing names = ${keptFileDays} day`,
    `Output of a run, put together of its last nodes' = ${characters(outputs)}`,
    `Outputs of all steps in the document of a run = ${characters(outputs)}`,
    `Runs that have started one another before a run, by their end or by an event = ${figure(mostInChain)}`,
    `Occurrences of triggers, events, messages to webhooks, and windows of budgets that are over = ${figure(keptDays, "days")}`,
    `Runs that a run leads to through calls and bodies, one below the other = ${figure(mostDepth)}`,
    `Items of a map = ${figure(maxItems)}`,
    `Results of a map with \`results: artifact\` = ${figure(mostKeptBytes)} bytes`,
    `\`concurrency\` of a map = ${figure(maxConcurrency)}`,
    `\`maxPasses\` of a loop = ${figure(mostPasses)}`,
    `Pipelines that one event starts = ${figure(mostTriggers)}`,
    `Pipelines that the end of one run starts = ${figure(mostTriggers)}`,
    `Work of the conditions of all waits that one event may be for = ${figure(mostUnitsPerEvent, "units")}`,
    `Inputs and outputs of all nodes in a recording = ${bytes(recordingRoom.totalBytes)}`,
    `One input or output of a node in \`runs.get\`, and in \`runs.watch\` with \`outputs: small\` = ${bytes(runViewRoom.eachBytes)}`,
    `All of them together = ${bytes(runViewRoom.totalBytes)}`,
    `The result of a tool, as its model gets it = ${characters(toolAnswerCharacters)}`,
    `What one turn or call said, in \`runs.listSteps\` = ${characters(shownStepCharacters)}`,
    `Waits that one \`waits.decideMany\` decides = ${figure(mostDecided)}`,
    `What failed tries had said, in \`runs.get\`, together = ${bytes(runTextRoom.totalBytes)}`,
    `Days of \`costs.breakdown\` and of an export of costs = ${figure(longestCostDays)}`,
    `Rows of \`costs.breakdown\` = ${figure(mostCostRows)}`,
    `Runs whose inputs and outputs one \`runs.list\` looks at for \`content\` = ${figure(mostRunsLooked)}`,
    `Runs, and artifacts, whose text one \`search.find\` looks at = ${figure(searchRoom.runs)}`,
    `Artifacts that one \`artifacts.search\` looks at = ${figure(mostArtifactsLooked)}`,
    `Files, and later runs, that one \`artifacts.lineage\` names = ${figure(mostLineage)}`,
    `Runs that have an artifact's bytes as a file, and forks that took over its node, of those that \`artifacts.lineage\` looks at = ${figure(mostUsesLooked)} each`,
    `An artifact in the answer of \`artifacts.get\` = ${bytes(mostArtifactBytes)}`,
    `Body of a request to the API, a file aside = ${bytes(requestLimits.bodyBytes)}`,
    `Calls in one request = ${figure(requestLimits.callsPerBatch)}`,
    `Views of lists that a person has saved in a workspace = ${figure(mostViews)}`,
    `Test sets of a pipeline = ${figure(maxTestSets)}`,
    `Cases of a test set = ${figure(maxCases)}`,
    `Verdicts of judges that are kept for a test case = ${figure(mostVerdicts)}`,
    `What a test case asks for = ${figure(maxAssertions)}`,
    `Input, variables, answers and what is asked for in a test case = ${characters(maxCaseCharacters)}`,
    `Days that bodies of runs are kept, where a workspace limits them = ${figure(longestRetentionDays)}`,
    `Secrets of a workspace = ${figure(maxSecrets)}`,
    `Budgets of a workspace = ${figure(maxBudgets)}`,
    `Calls of a workspace that wait for money and are looked at = ${figure(maxLookedAtCalls)}`,
    `Webhooks of a workspace = ${figure(mostEndpoints)}`,
    `Tries to deliver a message to a webhook = ${figure(mostWebhookTries)}`,
    `Time in which all tries to an address fail = ${figure(webhookPatienceMs / 86_400_000, "days")}`,
    `Mails to one person = ${figure(mailLimit.tries)} in ${mailLimit.seconds / 3600} hours`,
    `Prices that a workspace sets = ${figure(maxPrices)}`,
    `Value of a secret = ${bytes(maxSecretBytes)}`,
    `Valid API tokens of a person in a workspace = ${figure(mostTokens)}`,
    `Lifetime of an API token = ${figure(longestTokenDays, "days")}`,
    `Open invitation links of a workspace = ${figure(mostInvitations)}`,
    `Lifetime of an invitation link = ${figure(invitationDays, "days")}`,
    `Runs started in a workspace = ${pace("run-start-by-workspace")}`,
    `Calls of one webhook = ${pace("hook-call-by-hook")}`,
    `Callers of a workspace's webhooks who wait for an output = ${figure(mostWaitingCallers)}, counted by each process`,
    `Definitions checked or saved by a person = ${pace("definition-by-person")}`,
    `Files uploaded by a person = ${pace("upload-by-person")}`,
    `Lists of models asked for by a person = ${pace("model-list-by-person")}`,
    `Provider keys tested in a workspace = ${pace("key-test-by-workspace")}`,
    `Tokens made by a person = ${pace("token-create-by-person")}`,
    `Workspaces made by a person = ${pace("workspace-create-by-person")}`,
    `Members added by a person = ${pace("member-add-by-person")}`,
    `Invitation links made by a person = ${pace("invitation-create-by-person")}`,
    `Invitations mailed by a person = ${pace("invitation-mail-by-person")}`,
    `Invitations mailed to an address = ${pace("invitation-mail-by-recipient")}`,
    `Invitation links opened or accepted from an address = ${pace("invitation-by-address")}`,
    `Passwords changed by a person = ${pace("password-change-by-person")}`,
    `Accounts made from an address = ${pace("sign-up-by-address")}`,
    `Tries to sign in from an address = ${pace("sign-in-by-address")}`,
    `Wrong passwords for an account from a strange address = ${pace("guess-by-account-and-address")}`,
    `Wrong passwords for an account from anywhere = ${pace("guess-by-account")}`,
    `Wrong passwords from a browser that is known = ${pace("guess-by-device")}`,
  ]);
});

it("names every rate limit, and one figure where two things share it", () => {
  expect(rows.filter((row) => / in (a minute|an hour|15 minutes|a day)/.test(row))).toHaveLength(
    Object.keys(rateLimits).length,
  );
  expect(watchedRoom).toEqual(runViewRoom);
  expect([definitionLimits.characters, definitionLimits.depth]).toEqual([
    definitionCharacters,
    jsonLimits.depth,
  ]);
});
