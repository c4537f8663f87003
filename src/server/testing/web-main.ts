import { flushCompileCache } from "node:module";
import { buildWebProcess } from "#server/composition.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import { parseEnvironment } from "#server/env.ts";
import { serveWeb } from "./serve-web.ts";
import { testEnvironment } from "./test-environment.ts";

/** A web process of its own, without pages, until somebody kills it. It says where it listens. */
const [appUrl = ""] = process.argv.slice(2);
const web = buildWebProcess(parseEnvironment(testEnvironment(appUrl)), { waitMs: patienceMs });
const server = await serveWeb(web);
process.stdout.write(`${server.url}\n`);
// It is killed, and never ends by itself, which is when Node writes down what it has compiled.
flushCompileCache();
