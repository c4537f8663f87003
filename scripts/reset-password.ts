import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { resetPassword } from "#server/services/account/reset-password.ts";
import { withInstallation } from "./access/with-installation.ts";

/**
 * Sets an account's password and ends all its sessions: `npm run -s reset-password -- ada@example.com` prints a random
 * one; `--stdin` reads it from the first line of the input.
 */
await runUntilStopped(async () => {
  const { values, positionals } = readCommandLine("reset-password");
  const [email, ...more] = positionals;
  if (email === undefined || more.length > 0)
    throw usageError("reset-password", "Name one account by its e-mail address.");
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
