import { AppError } from "#core/errors.ts";

const namePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Visible Latin-1, with spaces and tabs: no line break that could start a second header. */
const valuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers that decide where a request goes or where it ends: only the connection sets them. */
const ownHeaders: ReadonlySet<string> = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Lower-cases the names and refuses header injection. Throws INVALID_INPUT naming the header, never its value. */
export function checkHeaders(headers: { readonly [name: string]: string }): { [name: string]: string } {
  const checked = Object.entries(headers).map(([name, value]) => {
    const lower = name.toLowerCase();
    if (!namePattern.test(name) || ownHeaders.has(lower) || lower.startsWith("proxy-")) {
      throw new AppError("INVALID_INPUT", `The header ${JSON.stringify(name.slice(0, 100))} may not be set.`);
    }
    if (!valuePattern.test(value) || value.length > 8_192) {
      throw new AppError(
        "INVALID_INPUT",
        `The value of the header ${lower} is too long or holds characters that a header may not hold, such as a line break.`,
      );
    }
    return [lower, value] as const;
  });
  return Object.fromEntries(checked);
}

/** Headers kept on a redirect to another origin. Any other may be a credential, whatever its name. */
const harmless: ReadonlySet<string> = new Set(["accept", "accept-language", "content-type", "user-agent"]);

export function withoutCredentials(headers: { readonly [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)));
}
