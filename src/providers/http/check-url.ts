import { isIP } from "node:net";
import { AppError } from "#core/errors.ts";
import { isAllowedAddress } from "./address-policy.ts";

export interface UrlPolicy {
  readonly allowPrivateAddresses: boolean;
  readonly allowedPorts: ReadonlySet<number> | "any";
  /** Lower-case host names that are refused, with their subdomains. */
  readonly blockedHosts: readonly string[];
}

const localNames = ["localhost", "localdomain", "local", "internal", "home.arpa"];
const hasControlCharacter = /\p{Cc}/u;

/**
 * Parses and checks a URL before any lookup. IP literals, in every notation, are checked here, since no name is
 * resolved for them. Throws INVALID_INPUT or HTTP_BLOCKED.
 */
export function checkUrl(text: string, policy: UrlPolicy): URL {
  if (hasControlCharacter.test(text) || !URL.canParse(text)) {
    throw new AppError(
      "INVALID_INPUT",
      "The URL cannot be read. Give a whole address, such as https://example.com/path.",
    );
  }
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw blocked("only http and https addresses may be called");
  if (url.username !== "" || url.password !== "") {
    throw blocked("the address holds a user name or password; send credentials in a header");
  }
  const port = Number(url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port);
  if (policy.allowedPorts !== "any" && !policy.allowedPorts.has(port))
    throw blocked(`port ${port} may not be called`);
  checkHost(url.hostname, policy);
  return url;
}

function checkHost(hostname: string, policy: UrlPolicy): void {
  const host = hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  if (isIP(host) !== 0) {
    if (!isAllowedAddress(host, policy.allowPrivateAddresses)) throw blockedHost(host);
    return;
  }
  const refused = policy.allowPrivateAddresses
    ? policy.blockedHosts
    : [...policy.blockedHosts, ...localNames];
  if (host === "" || refused.some((name) => host === name || host.endsWith(`.${name}`)))
    throw blockedHost(host);
}

export function blockedHost(host: string): AppError {
  return blocked(`${host} is not an address of the public internet`);
}

export function blocked(reason: string): AppError {
  return new AppError("HTTP_BLOCKED", `The request was not sent: ${reason}.`);
}
