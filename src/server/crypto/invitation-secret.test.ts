import { describe, expect, it } from "vitest";
import { workspaceIdSchema } from "#core/ids.ts";
import { generateApiToken, parseApiToken } from "./api-token.ts";
import { createInvitationSecret, parseInvitationSecret } from "./invitation-secret.ts";

const workspaceId = workspaceIdSchema.parse("4b1f6f0e-8a38-4a7e-9a08-0c5d9a1a7f10");

describe("createInvitationSecret", () => {
  it("makes a secret that names its workspace and parses to what is stored", () => {
    const { text, hash } = createInvitationSecret(workspaceId);
    expect(parseInvitationSecret(text)).toEqual({ workspaceId, hash });
    expect(createInvitationSecret(workspaceId).text).not.toBe(text);
  });

  it("is not accepted as an API token, nor the other way round", () => {
    expect(parseApiToken(createInvitationSecret(workspaceId).text)).toBeNull();
    expect(parseInvitationSecret(generateApiToken(workspaceId).text)).toBeNull();
  });
});
