import { sandboxModels } from "#core/model/sandbox-model.ts";
import { checkUrl } from "#providers/http/check-url.ts";
import { createGuardedHttp, guardedPolicy } from "#providers/http/guarded-http.ts";
import { ownHosts } from "#providers/http/own-hosts.ts";
import { createVendorFetch } from "#providers/http/vendor-fetch.ts";
import { listMcpTools } from "#providers/mcp/open-mcp.ts";
import { openVendorModel } from "#providers/open-model.ts";
import type { AuthSettings } from "#server/auth/auth-settings.ts";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { uuid7 } from "#server/crypto/uuid7.ts";
import { createDatabase, type DatabaseOptions } from "#server/db/driver/client.ts";
import { type Listener, listen } from "#server/db/listen.ts";
import { type Environment, environment } from "#server/env.ts";
import { createFileBodies } from "#server/files/file-bodies.ts";
import { createLogger } from "#server/logger.ts";
import { createSmtpMailer } from "#server/mail/smtp-mailer.ts";
import type { McpDirectory } from "#server/services/agents/mcp-directory.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { checkReadiness, type Readiness } from "#server/services/health/check-readiness.ts";
import type { ProviderCredential, ProviderProbe } from "#server/services/keys/provider-probe.ts";
import { rememberModelLists } from "#server/services/keys/remember-model-lists.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { createRateLimits } from "#server/services/rate-limits/create-rate-limits.ts";
import { createLazyRunBell } from "#server/services/runs/log/run-bell.ts";

/** The parts of the web process. */
export interface WebProcess {
  readonly tools: ServiceTools;
  readonly auth: AuthSettings;
  /** Closes its database connections. */
  close(): Promise<void>;
}

const poolSize = 16;
let built: WebProcess | null = null;

/**
 * The web process's parts, built from the environment on first use. Kept in this module and not on the global object:
 * Next bundles routes and pages separately, and each bundle must use a pool created by its own copy of the code. After
 * a hot reload, the old pool closes its idle connections by itself.
 */
export function webProcess(): WebProcess {
  built ??= buildWebProcess(environment());
  return built;
}

export async function checkWebReadiness(): Promise<Readiness> {
  return checkReadiness(webProcess().tools);
}

/** Builds the web process for an environment; opens no connection yet. `patience` is for tests, on slow machines. */
export function buildWebProcess(
  settings: Environment,
  patience: Pick<DatabaseOptions, "waitMs"> = {},
): WebProcess {
  const log = createLogger({ level: settings.logLevel, service: "web" });
  const url = settings.databaseAppUrl;
  const onConnectionError = (error: Error) => log.warn({ err: error }, "a database connection broke");
  const db = createDatabase({ url, poolSize, onConnectionError, ...patience });
  const { bell, closeBell } = createBell(url, onConnectionError);
  return {
    tools: {
      db,
      clock: { nowMs: Date.now },
      newId: () => uuid7(),
      keyring: parseKeyring(settings.keyring),
      publicOrigin: settings.publicOrigin,
      log,
      ports: {
        providers: rememberModelLists(createProviderProbe(settings), Date.now),
        rateLimits: createRateLimits(db),
        mailer: settings.mail === null ? null : createSmtpMailer(settings.mail),
        mcp: createMcpDirectory(settings),
        webhooks: { checkAddress: (url) => void checkUrl(url, webhookPolicy(settings)) },
      },
      runs: { engine: settings.engine, plans: new PlanCache(), bell },
      bodies: createFileBodies(db, settings.files),
    },
    auth: {
      publicOrigin: settings.publicOrigin,
      secret: settings.nextAuthSecret,
      github: settings.github,
      google: settings.google,
      trustedProxyCount: settings.trustedProxyCount,
    },
    async close() {
      await closeBell();
      await db.$disconnect();
    },
  };
}

/** The rules of the worker's guard, so that an address it would refuse is refused when entered. */
function webhookPolicy({ allowPrivateHttp, allowedHttpPorts, publicOrigin }: Environment) {
  return guardedPolicy({
    allowPrivateAddresses: allowPrivateHttp,
    ...(allowedHttpPorts === null ? {} : { allowedPorts: allowedHttpPorts }),
    blockedHosts: ownHosts(publicOrigin),
  });
}

function createMcpDirectory({ allowPrivateHttp, allowedHttpPorts, egressProxy, publicOrigin }: Environment) {
  const http = createGuardedHttp({
    allowPrivateAddresses: allowPrivateHttp,
    proxy: egressProxy,
    ...(allowedHttpPorts === null ? {} : { allowedPorts: allowedHttpPorts }),
    blockedHosts: ownHosts(publicOrigin),
  });
  const directory: McpDirectory = {
    listTools: (server, signal) => listMcpTools(http, server, signal),
  };
  return directory;
}

function createBell(url: string, onError: (error: Error) => void) {
  let listening: Promise<Listener> | null = null;
  const open = () => {
    listening = listen({ url, to: ["run_events"], onReconnect: () => undefined, onError });
    return listening;
  };
  return {
    bell: createLazyRunBell(open, onError),
    async closeBell() {
      const listener = await listening?.catch(() => null);
      await listener?.close();
    },
  };
}

function createProviderProbe({
  allowPrivateHttp,
  egressProxy,
  privateModelHosts,
}: Environment): ProviderProbe {
  const vendorFetch = createVendorFetch({
    allowPrivateAddresses: allowPrivateHttp,
    proxy: egressProxy,
    privateHosts: privateModelHosts,
  });
  const open = ({ provider, ...credential }: ProviderCredential) =>
    openVendorModel(provider, credential, vendorFetch);
  return {
    checkAddress: (baseUrl) => vendorFetch.check(baseUrl),
    checkKey: async (credential, signal) => open(credential).checkKey({ signal }),
    listModels: async (credential, signal) => open(credential).listModels({ signal }),
    listSandboxModels: () =>
      sandboxModels.map(({ id, displayName }) => ({
        id,
        displayName,
        lifecycle: "active",
        retiresOn: null,
        maxInputTokens: null,
        maxOutputTokens: null,
      })),
  };
}
