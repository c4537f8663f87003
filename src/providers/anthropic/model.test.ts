import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);

/** Prints which loaded modules belong to the SDK, before and after the first call. */
const program = `
  import { registerHooks } from "node:module";
  let loaded = 0;
  registerHooks({
    load(url, context, next) {
      if (url.includes("/@anthropic-ai/sdk/")) loaded += 1;
      return next(url, context);
    },
  });
  const { openSandboxModel } = await import("#providers/open-model.ts");
  const model = openSandboxModel("http://127.0.0.1:9");
  const before = loaded;
  await model.checkKey({ signal: AbortSignal.timeout(60_000) }).catch(() => null);
  console.log(JSON.stringify({ before, hasLoaded: loaded > 0 }));
`;

it("loads the vendor's SDK with the first call, and not before", async () => {
  const flags = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program];
  const { stdout } = await run(process.execPath, flags);
  expect(JSON.parse(stdout)).toEqual({ before: 0, hasLoaded: true });
}, 60_000);
