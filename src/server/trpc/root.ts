import { trpc } from "./init.ts";
import { accountRouter } from "./routers/account/router.ts";
import { agentsRouter } from "./routers/agents/router.ts";
import { artifactsRouter } from "./routers/artifacts/router.ts";
import { auditRouter } from "./routers/audit/router.ts";
import { budgetsRouter } from "./routers/budgets/router.ts";
import { circuitsRouter } from "./routers/circuits/router.ts";
import { costsRouter } from "./routers/costs/router.ts";
import { eventsRouter } from "./routers/events/router.ts";
import { keysRouter } from "./routers/keys/router.ts";
import { mailRouter } from "./routers/mail/router.ts";
import { meRouter } from "./routers/me/router.ts";
import { membersRouter } from "./routers/members/router.ts";
import { modelsRouter } from "./routers/models/router.ts";
import { pipelinesRouter } from "./routers/pipelines/router.ts";
import { pricesRouter } from "./routers/prices/router.ts";
import { runsRouter } from "./routers/runs/router.ts";
import { searchRouter } from "./routers/search/router.ts";
import { secretsRouter } from "./routers/secrets/router.ts";
import { testsRouter } from "./routers/tests/router.ts";
import { tokensRouter } from "./routers/tokens/router.ts";
import { triggersRouter } from "./routers/triggers/router.ts";
import { viewsRouter } from "./routers/views/router.ts";
import { waitsRouter } from "./routers/waits/router.ts";
import { webhooksRouter } from "./routers/webhooks/router.ts";
import { workspacesRouter } from "./routers/workspaces/router.ts";

/** The product's API: the dashboard, the typed client and the tests all call this. */
export const appRouter = trpc.router({
  me: meRouter,
  account: accountRouter,
  workspaces: workspacesRouter,
  members: membersRouter,
  agents: agentsRouter,
  keys: keysRouter,
  circuits: circuitsRouter,
  secrets: secretsRouter,
  models: modelsRouter,
  pipelines: pipelinesRouter,
  runs: runsRouter,
  search: searchRouter,
  tests: testsRouter,
  views: viewsRouter,
  triggers: triggersRouter,
  events: eventsRouter,
  waits: waitsRouter,
  artifacts: artifactsRouter,
  budgets: budgetsRouter,
  costs: costsRouter,
  prices: pricesRouter,
  webhooks: webhooksRouter,
  mail: mailRouter,
  tokens: tokensRouter,
  audit: auditRouter,
});

/** All that a client needs to know of the server. */
export type AppRouter = typeof appRouter;
