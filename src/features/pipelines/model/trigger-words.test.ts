import { describe, expect, it } from "vitest";
import { type HookScheme, webhookTriggerSchema } from "#core/triggers/trigger-definition.ts";
import { bringsItsSecret, curlExample, describeTrigger, takesSecret } from "./trigger-words.ts";

const url = "https://penstock.example.com/api/hooks/1";
const hook = (scheme: HookScheme) => ({
  url,
  config: webhookTriggerSchema.parse({ id: "hook", kind: "webhook", scheme }),
});

describe("a webhook", () => {
  it("shows a sample call where anybody can make one, and none where only its sender signs", () => {
    expect(curlExample(hook("none"))).toContain(`curl -X POST '${url}'`);
    expect(curlExample(hook("bearer"))).toContain("authorization: Bearer $SECRET");
    expect(curlExample(hook("standard"))).toContain("webhook-signature: v1,$signature");
    for (const scheme of ["github", "stripe", "slack"] as const) expect(curlExample(hook(scheme))).toBeNull();
    expect(curlExample({ ...hook("none"), url: null })).toBeNull();
  });

  it("knows who creates the secret", () => {
    expect([takesSecret(hook("none")), takesSecret(hook("bearer"))]).toEqual([false, true]);
    expect([bringsItsSecret(hook("stripe")), bringsItsSecret(hook("github"))]).toEqual([true, false]);
    expect(describeTrigger(hook("slack"))).toBe("signed as Slack does");
  });
});
