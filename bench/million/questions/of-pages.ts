import { pipelineOrders } from "#core/pipeline/pipeline-order.ts";
import { listArtifacts } from "#server/services/artifacts/list-artifacts.ts";
import { searchArtifacts } from "#server/services/artifacts/search-artifacts.ts";
import { listAuditEvents } from "#server/services/audit/list-audit-events.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { getPipeline } from "#server/services/pipelines/get-pipeline.ts";
import { listPipelines } from "#server/services/pipelines/list-pipelines.ts";
import { listVersions } from "#server/services/pipelines/list-versions.ts";
import { compareRuns } from "#server/services/runs/reading/compare-runs.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { listChildRuns } from "#server/services/runs/reading/list-child-runs.ts";
import { listRuns } from "#server/services/runs/reading/list-runs.ts";
import { findContents } from "#server/services/search/find-contents.ts";
import { listEvents } from "#server/services/triggers/list-events.ts";
import { listFirings } from "#server/services/triggers/list-firings.ts";
import { listViews } from "#server/services/views/list-views.ts";
import { type ListWaitsInput, listWaits } from "#server/services/waits/list-waits.ts";
import { listDeliveries } from "#server/services/webhooks/list-deliveries.ts";
import { dayMs, newestRuns, oneOf, pageAfterPage, type Question, type QuestionSubjects } from "./question.ts";

/** The queries of all other pages. */
export function pageQuestions(context: ServiceContext, asked: QuestionSubjects): readonly Question[] {
  return [
    ...pipelineQuestions(context, asked),
    ...homeQuestions(context),
    ...runQuestions(context, asked),
    ...artifactQuestions(context, asked),
    ...waitQuestions(context),
    ...triggerQuestions(context, asked),
    ...auditQuestions(context, asked),
    { what: "views.list", ask: () => listViews(context) },
  ];
}

/** A page in each order, and all at once, as for a list of choices. */
function pipelineQuestions(context: ServiceContext, { busyPipeline }: QuestionSubjects): readonly Question[] {
  const page = { withArchived: false, lastRuns: 12, text: null, cursor: null, limit: 50 } as const;
  return [
    ...pipelineOrders.map((order) => ({
      what: `pipelines.list, ${order}, a page with the last 12 runs of each`,
      ask: () => listPipelines(context, { ...page, order }),
    })),
    {
      what: "pipelines.list, all",
      ask: () => listPipelines(context, { ...page, order: "changed", lastRuns: 0, limit: null }),
    },
    { what: "pipelines.get", ask: () => getPipeline(context, { pipelineId: busyPipeline }) },
    { what: "pipelines.versions", ask: () => listVersions(context, { pipelineId: busyPipeline }) },
  ];
}

/** The home page's queries besides its 30 days of costs. */
function homeQuestions(context: ServiceContext): readonly Question[] {
  const day = { withinSeconds: dayMs / 1_000, limit: 8 };
  return [
    {
      what: "home: what is running now",
      ask: () => listRuns(context, { ...newestRuns, statuses: ["pending", "running", "waiting"], limit: 8 }),
    },
    {
      what: "home: what has failed lately",
      ask: () => listRuns(context, { ...newestRuns, ...day, statuses: ["failed", "timeout"] }),
    },
  ];
}

function runQuestions(
  context: ServiceContext,
  { anyRuns, wholeRuns, mapRuns, twoRuns }: QuestionSubjects,
): readonly Question[] {
  const children = (onlyFailed: boolean) => (cursor: string | null) =>
    listChildRuns(context, { runId: oneOf(mapRuns), nodeId: "step1", onlyFailed, cursor, limit: 50 });
  return [
    { what: "runs.get, a run with its nodes", ask: () => getRun(context, { runId: oneOf(anyRuns) }) },
    {
      what: "runs.get, with attempts and artifacts",
      ask: () => getRun(context, { runId: oneOf(wholeRuns) }),
    },
    { what: "runs.get, with thousands of runs below", ask: () => getRun(context, { runId: oneOf(mapRuns) }) },
    { what: "runs.listChildren, failed ones", ask: () => children(true)(null) },
    pageAfterPage("runs.listChildren", children(false)),
    {
      what: "runs.compare",
      ask: () => compareRuns(context, { runIds: twoRuns }),
    },
  ];
}

function artifactQuestions(
  context: ServiceContext,
  { wholeRuns, quietPipeline }: QuestionSubjects,
): readonly Question[] {
  const every = {
    ...{ text: null, mediaType: null, pipelineId: null, withRunDocuments: false },
    ...{ withinSeconds: null, after: null, limit: 50 },
  };
  return [
    {
      what: "artifacts.list, of a run",
      ask: () => listArtifacts(context, { runId: oneOf(wholeRuns), cursor: null, limit: 50 }),
    },
    pageAfterPage("artifacts.list", (cursor: Parameters<typeof listArtifacts>[1]["cursor"]) =>
      listArtifacts(context, { runId: null, cursor, limit: 50 }),
    ),
    { what: "search.find, a word", ask: () => findContents(context, { text: "weir" }) },
    { what: "artifacts.search, saved ones", ask: () => searchArtifacts(context, every) },
    {
      what: "artifacts.search, with documents of runs",
      ask: () => searchArtifacts(context, { ...every, withRunDocuments: true }),
    },
    {
      what: "artifacts.search, what no name has",
      ask: () => searchArtifacts(context, { ...every, text: "nothing of the kind" }),
    },
    {
      what: "artifacts.search, of a quiet pipeline",
      ask: () => searchArtifacts(context, { ...every, pipelineId: quietPipeline, withRunDocuments: true }),
    },
    {
      what: "artifacts.search, images, of which there are none",
      ask: () => searchArtifacts(context, { ...every, mediaType: "image/", withRunDocuments: true }),
    },
  ];
}

/** The queries of the decisions page, its counter, and the page of a run. */
function waitQuestions(context: ServiceContext): readonly Question[] {
  const open: ListWaitsInput = {
    runId: null,
    mine: false,
    which: "open",
    kinds: null,
    cursor: null,
    limit: 50,
  };
  const approvals = { kinds: ["approval"] } as const;
  return [
    { what: "waits.list, mine", ask: () => listWaits(context, { ...open, mine: true }) },
    { what: "waits.list, open approvals", ask: () => listWaits(context, { ...open, ...approvals }) },
    {
      what: "waits.list, open ones for events",
      ask: () => listWaits(context, { ...open, kinds: ["event"] }),
    },
    pageAfterPage("waits.list, decided ones", (cursor: ListWaitsInput["cursor"]) =>
      listWaits(context, { ...open, ...approvals, which: "ended", cursor }),
    ),
  ];
}

function triggerQuestions(
  context: ServiceContext,
  { busyPipeline, endpointId }: QuestionSubjects,
): readonly Question[] {
  const events = (name: string | null) => (cursor: string | null) =>
    listEvents(context, { name, cursor, limit: 50 });
  const deliveries = (status: "failed" | "pending" | null) => () =>
    listDeliveries(context, { endpointId, status, cursor: null, limit: 50 });
  return [
    pageAfterPage("events.list", events(null)),
    { what: "events.list, a usual name", ask: () => events("invoice.paid")(null) },
    { what: "events.list, a rare name, the oldest", ask: () => events("rare.event")(null) },
    { what: "events.list, a name that none has", ask: () => events("nothing")(null) },
    pageAfterPage("triggers.firings", (cursor: Parameters<typeof listFirings>[1]["cursor"]) =>
      listFirings(context, { pipelineId: busyPipeline, triggerId: "nightly", cursor, limit: 50 }),
    ),
    { what: "webhooks.deliveries", ask: deliveries(null) },
    { what: "webhooks.deliveries, failed ones, the oldest", ask: deliveries("failed") },
    { what: "webhooks.deliveries, under way, of which there are none", ask: deliveries("pending") },
  ];
}

function auditQuestions(context: ServiceContext, { anyRuns }: QuestionSubjects): readonly Question[] {
  const every = { actorUserId: null, action: null, cursor: null, limit: 50 };
  return [
    pageAfterPage("audit.list", (cursor: string | null) => listAuditEvents(context, { ...every, cursor })),
    {
      what: "audit.list, of a person",
      ask: () => listAuditEvents(context, { ...every, actorUserId: context.actor.userId }),
    },
    {
      what: "audit.list, a rare action, the oldest",
      ask: () => listAuditEvents(context, { ...every, action: "key.create" }),
    },
    {
      what: "audit.list, an action that nobody took",
      ask: () => listAuditEvents(context, { ...every, action: "nothing" }),
    },
    {
      what: "audit.list, after any event",
      ask: () => listAuditEvents(context, { ...every, cursor: oneOf(anyRuns) }),
    },
  ];
}
