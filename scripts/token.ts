import { readCommandLine, usageError } from "#appliance/bootstrap/command-lines.mjs";
import { runUntilStopped } from "#appliance/supervisor/processes/run-until-stopped.ts";
import { tokenScopeSchema } from "#core/policy/token-scopes.ts";
import { demoEmail } from "#server/services/account/ensure-demo-account.ts";
import { longestTokenDays } from "#server/services/tokens/create-api-token.ts";
import { issueApiToken } from "#server/services/tokens/issue-api-token.ts";
import { withInstallation } from "./access/with-installation.ts";

/** Prints a new API token: `npm run -s token -- --email you@example.com --scope run`. */
await runUntilStopped(async () => {
  const { values } = readCommandLine("token");
  const email = values.email ?? demoEmail;
  const scope = tokenScopeSchema.safeParse(values.scope);
  if (!scope.success) throw usageError("token", "--scope must be read, run, write or admin.");
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > longestTokenDays)
    throw usageError("token", `--days must be a whole number of days, ${longestTokenDays} at most.`);

  const token = await withInstallation((tools) =>
    issueApiToken(tools, {
      email,
      workspaceSlug: values.workspace ?? null,
      name: values.name,
      scopes: [scope.data],
      expiresInDays: days,
    }),
  );
  console.log(token);
  return 0;
});
