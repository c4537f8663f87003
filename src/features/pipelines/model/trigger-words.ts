import type { TriggerView } from "./pipeline-outputs.ts";

/** A trigger's summary in one line. */
export function describeTrigger({ config }: Pick<TriggerView, "config">): string {
  if (config.kind === "schedule") return `${config.cron} in ${config.timezone}`;
  if (config.kind === "event")
    return config.match === undefined ? config.name : `${config.name} where ${config.match}`;
  if (config.kind === "run") return `${config.pipeline}: ${config.status.join(", ")}`;
  return schemeWords[config.scheme];
}

const schemeWords = {
  standard: "signed by the rules of Standard Webhooks",
  github: "signed as GitHub does",
  stripe: "signed as Stripe does",
  slack: "signed as Slack does",
  bearer: "with a secret as bearer token",
  none: "from anybody who knows the address",
} as const;

/** A sample call of a webhook to copy; null if only its own sender can sign. */
export function curlExample({ config, url }: Pick<TriggerView, "config" | "url">): string | null {
  if (config.kind !== "webhook" || url === null) return null;
  const call = (headers: readonly string[]) =>
    [`curl -X POST '${url}'`, ...headers.map((header) => `-H ${header}`), '-d \'{"word":"tides"}\''].join(
      " \\\n  ",
    );
  switch (config.scheme) {
    case "none":
      return call(["'content-type: application/json'"]);
    case "bearer":
      return call(["'content-type: application/json'", '"authorization: Bearer $SECRET"']);
    case "standard":
      return [
        'id=msg_$(date +%s); at=$(date +%s); body=\'{"word":"tides"}\'',
        `key=$(printf %s "$\{SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d " \\n")`,
        'signature=$(printf "%s.%s.%s" "$id" "$at" "$body" |',
        '  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)',
        `curl -X POST '${url}' \\`,
        '  -H "content-type: application/json" -H "webhook-id: $id" -H "webhook-timestamp: $at" \\',
        '  -H "webhook-signature: v1,$signature" -d "$body"',
      ].join("\n");
    default:
      return null;
  }
}

/** Whether the sender creates the secret, which must then be entered here. */
export function bringsItsSecret({ config }: Pick<TriggerView, "config">): boolean {
  return config.kind === "webhook" && (config.scheme === "stripe" || config.scheme === "slack");
}

/** Whether it needs a secret. */
export function takesSecret({ config }: Pick<TriggerView, "config">): boolean {
  return config.kind === "webhook" && config.scheme !== "none";
}
