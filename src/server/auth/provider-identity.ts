import { z } from "zod";
import type { ProviderIdentity } from "#server/services/account/sign-in-with-provider.ts";

/** What next-auth passes to its callbacks; each vendor's profile has its own shape. */
export interface OauthSignIn {
  readonly provider: string;
  readonly providerAccountId: string;
  readonly profile: unknown;
}

const googleProfile = z.object({
  email: z.string(),
  email_verified: z.boolean(),
  name: z.string().nullish(),
  picture: z.string().nullish(),
});

/** `verified_email` is our own field: the address that GitHub's list marks as primary and verified. */
const githubProfile = z.object({
  verified_email: z.string().nullable(),
  login: z.string(),
  name: z.string().nullish(),
  avatar_url: z.string().nullish(),
});

/** Reads a vendor's profile. Null for an unknown vendor. */
export function readProviderIdentity({
  provider,
  providerAccountId,
  profile,
}: OauthSignIn): ProviderIdentity | null {
  if (provider === "google") {
    const { email, email_verified: isEmailVerified, name, picture } = googleProfile.parse(profile);
    return {
      provider,
      providerAccountId,
      email,
      isEmailVerified,
      name: name ?? null,
      image: picture ?? null,
    };
  }
  if (provider !== "github") return null;
  const { verified_email: email, login, name, avatar_url: image } = githubProfile.parse(profile);
  return {
    provider,
    providerAccountId,
    email,
    isEmailVerified: email !== null,
    name: name ?? login,
    image: image ?? null,
  };
}
