import { flushCompileCache } from "node:module";
import { buildWebProcess } from "#server/composition.ts";
import { parseEnvironment } from "#server/env.ts";
import { serveWeb } from "./serve-web.ts";
import { testEnvironment } from "./test-environment.ts";

/** A web process of its own, without pages, until somebody kills it. It says where it listens. */
const [appUrl = ""] = process.argv.slice(2);
const server = await serveWeb(buildWebProcess(parseEnvironment(testEnvironment(appUrl))));
process.stdout.write(`${server.url}\n`);
// It is killed, and never ends by itself, which is when Node writes down what it has compiled.
flushCompileCache();
