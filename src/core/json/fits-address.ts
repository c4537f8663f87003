/** Proxies and servers let addresses of 4,000 characters through; the rest is for names and for other calls. */
const mostCharacters = 2_500;

/** Whether the input of a query can travel in an address; what is longer is sent as the body of a request. */
export function fitsAddress(input: unknown): boolean {
  const json = JSON.stringify(input) ?? "";
  // Escaped, a text can only become longer: one that is long already need not be escaped to be told.
  return json.length <= mostCharacters && encodeURIComponent(json).length <= mostCharacters;
}
