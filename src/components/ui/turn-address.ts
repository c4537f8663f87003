/** What a page shows, as the end of its address says it. */
export interface AddressForm<View> {
  readonly parse: (read: (name: string) => string | null) => View;
  /** `?status=failed`, or nothing. */
  readonly query: (view: View) => string;
}

/**
 * Shows something else immediately: the page reads its address by itself, so its server need not make it again. It
 * starts from the address as it is now, in the browser, so that two changes in a row are two changes.
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
