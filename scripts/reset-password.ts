import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { StartError } from "#appliance/supervisor/start-error.ts";
import { resetPassword } from "#server/services/account/reset-password.ts";
import { withInstallation } from "./access/with-installation.ts";

const usage = "Usage: npm run -s reset-password -- <email> [--stdin]";

/**
 * Gives an account a new password and ends all its sessions: `npm run -s reset-password -- ada@example.com` prints a random one; with
 * `--stdin` the first line of the input is taken.
 */
await runUntilStopped(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { stdin: { type: "boolean", default: false } },
  });
  const [email, ...more] = positionals;
  if (email === undefined || more.length > 0) throw new StartError(usage);
  const given = values.stdin ? firstLine(await text(process.stdin)) : null;
  const password = given ?? randomBytes(18).toString("base64url");
  const { endedSessions } = await withInstallation((tools) => resetPassword(tools, { email, password }));
  console.error(`${email} has a new password. Sessions ended: ${endedSessions}.`);
  if (given === null) console.log(password);
  return 0;
});

function firstLine(input: string): string {
  return input.split(/\r?\n/, 1)[0] ?? "";
}
