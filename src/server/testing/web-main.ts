import { flushCompileCache } from "node:module";
import { buildWebProcess } from "#server/composition.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import { parseEnvironment } from "#server/env.ts";
import { serveWeb } from "./serve-web.ts";
import { testEnvironment } from "./test-environment.ts";

/** A separate web process without pages, until it is killed. It prints where it listens. */
const [appUrl = ""] = process.argv.slice(2);
const web = buildWebProcess(parseEnvironment(testEnvironment(appUrl)), { waitMs: patienceMs });
const server = await serveWeb(web);
process.stdout.write(`${server.url}\n`);
// Node writes its compile cache when a process ends normally, which this one never does.
flushCompileCache();
