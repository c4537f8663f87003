export type EmailParse =
  | { readonly ok: true; readonly email: string }
  | { readonly ok: false; readonly message: string };

const longestEmail = 254;
const longestLocalPart = 64;
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Parses one e-mail address into the one form in which it is stored, compared and written to: trimmed, NFKC, lower
 * case. Strict on purpose: an address that two programs could read differently (a list, quotes, comments, lookalike
 * letters) is refused. Call it before an address is used for anything.
 */
export function parseEmail(text: string): EmailParse {
  if (text.length > 4 * longestEmail) return refuse(`is longer than ${longestEmail} characters`);
  const email = text.normalize("NFKC").trim().toLowerCase();
  if (email === "") return refuse("is empty");
  if (email.length > longestEmail) return refuse(`is longer than ${longestEmail} characters`);
  const parts = email.split("@");
  const [local = "", domain = ""] = parts;
  if (parts.length !== 2 || local === "" || domain === "") return refuse("must be one name@domain");
  if (local.length > longestLocalPart || !localPart.test(local))
    return refuse("has characters before the @ that are not accepted");
  const labels = domain.split(".");
  const topLevel = labels.at(-1) ?? "";
  if (labels.length < 2 || !labels.every((label) => domainLabel.test(label)) || /^\d+$/.test(topLevel)) {
    return refuse("has no valid domain after the @");
  }
  return { ok: true, email };
}

function refuse(reason: string): EmailParse {
  return { ok: false, message: `The e-mail address ${reason}.` };
}
