import GitHubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import { z } from "zod";
import type { AuthSettings, OauthSettings } from "./auth-settings.ts";

/** The OAuth vendors that are configured; there may be none. */
export function oauthProviders({ github, google }: Pick<AuthSettings, "github" | "google">) {
  return [
    ...(github === null ? [] : [githubProvider(github)]),
    ...(google === null ? [] : [GoogleProvider({ clientId: google.id, clientSecret: google.secret })]),
  ];
}

/** GitHub's profile may contain an unverified address, so the list of addresses is requested too. */
function githubProvider({ id, secret }: OauthSettings) {
  return GitHubProvider({
    clientId: id,
    clientSecret: secret,
    userinfo: {
      url: "https://api.github.com/user",
      async request({ client, tokens }) {
        const accessToken = tokens.access_token ?? "";
        const profile = await client.userinfo(accessToken);
        const verifiedEmail = await findVerifiedEmail(accessToken);
        return {
          ...profile,
          email: verifiedEmail ?? "",
          verified_email: verifiedEmail,
        };
      },
    },
  });
}

const emailList = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

async function findVerifiedEmail(accessToken: string): Promise<string | null> {
  const response = await fetch("https://api.github.com/user/emails", {
    headers: {
      authorization: `Bearer ${accessToken}`,
      accept: "application/vnd.github+json",
      "user-agent": "penstock",
    },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) return null;
  const emails = emailList.parse(await response.json());
  return emails.find(({ primary, verified }) => primary && verified)?.email ?? null;
}
