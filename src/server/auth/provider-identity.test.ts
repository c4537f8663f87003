import { describe, expect, it } from "vitest";
import { readProviderIdentity } from "./provider-identity.ts";

const google = { email: "ada@example.com", email_verified: true, name: "Ada", picture: "https://x/y.png" };
const github = { verified_email: "ada@example.com", login: "ada", name: null, avatar_url: "https://x/y.png" };

describe("readProviderIdentity", () => {
  it("reads Google's profile", () => {
    const read = (profile: unknown) =>
      readProviderIdentity({ provider: "google", providerAccountId: "1", profile });
    expect(read(google)).toMatchObject({ email: "ada@example.com", isEmailVerified: true, name: "Ada" });
    expect(read({ ...google, email_verified: false })).toMatchObject({ isEmailVerified: false });
    expect(() => read({ ...google, email_verified: undefined })).toThrow();
  });

  it("reads GitHub's profile, with the verified address only", () => {
    const read = (profile: unknown) =>
      readProviderIdentity({ provider: "github", providerAccountId: "1", profile });
    expect(read(github)).toMatchObject({ email: "ada@example.com", isEmailVerified: true, name: "ada" });
    const unverified = { ...github, verified_email: null, email: "somebody@else.example" };
    expect(read(unverified)).toMatchObject({ email: null, isEmailVerified: false });
  });

  it("knows no other vendor", () => {
    expect(readProviderIdentity({ provider: "other", providerAccountId: "1", profile: google })).toBeNull();
  });
});
