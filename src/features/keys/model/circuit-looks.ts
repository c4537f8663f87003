import type { Status } from "#components/ui/display/status.ts";

/** How each state of a circuit is shown. Closed is the normal state: calls are made. */
export const circuitLooks: Readonly<
  Record<"closed" | "open" | "probing", { readonly status: Status; readonly word: string }>
> = {
  closed: { status: "completed", word: "closed" },
  open: { status: "failed", word: "open" },
  probing: { status: "running", word: "probing" },
};
