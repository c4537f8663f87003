/** State of a page that is kept in its URL. */
export interface AddressForm<View> {
  readonly parse: (read: (name: string) => string | null) => View;
  /** `?status=failed`, or an empty string. */
  readonly query: (view: View) => string;
}

/**
 * Changes the URL's query immediately, without a request: the page reads it in the browser. It starts from the current
 * URL, so that two changes in a row both apply.
 */
export function turnAddress<View>(
  { parse, query }: AddressForm<View>,
  part: Partial<View>,
  how: "push" | "replace" = "replace",
): void {
  const parameters = new URLSearchParams(window.location.search);
  const view = parse((name) => parameters.get(name));
  const address = window.location.pathname + query({ ...view, ...part });
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}
