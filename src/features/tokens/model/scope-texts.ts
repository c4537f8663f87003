import type { TokenScope } from "#core/policy/token-scopes.ts";

/** What each scope allows; each includes the ones before it. */
export const scopeTexts: Readonly<Record<TokenScope, string>> = {
  read: "View pipelines, runs, artifacts and costs",
  run: "Start, watch and stop runs, and read",
  write: "Change pipelines and agents, run and read",
  admin: "Everything that a token can do, including provider keys",
};
