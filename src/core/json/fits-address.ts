/** Proxies and servers accept addresses of 4,000 characters; the rest is for names and for other calls. */
const mostCharacters = 2_500;

/** Whether the input of a query fits into an address; a longer one is sent as the body of a request. */
export function fitsAddress(input: unknown): boolean {
  const json = JSON.stringify(input) ?? "";
  // Escaping only makes a text longer: one that is already too long need not be escaped to know.
  return json.length <= mostCharacters && encodeURIComponent(json).length <= mostCharacters;
}
