import { defaultShouldDehydrateQuery, isServer, notifyManager, QueryClient } from "@tanstack/react-query";
import { shareJson } from "#core/json/share-json.ts";

/** Long enough to cover rendering on the server and hydration in the browser. */
const staleTimeMs = 20_000;
const mostRetries = 2;

/** The HTTP status of a procedure's error; null for any other error. */
export type StatusOf = (error: unknown) => number | null;

/** Updates that happen while somebody presses something. */
const pressed: ReadonlySet<string> = new Set(["click", "submit", "keydown"]);

/**
 * Makes the result of an action visible before the next input, so that a button pressed twice quickly sends once.
 * TanStack Query announces a pending mutation from a timer, and a busy browser handles input before timers. Responses
 * are still batched, as by default.
 */
notifyManager.setScheduler((show) => {
  if (!isServer && pressed.has(window.event?.type ?? "")) queueMicrotask(show);
  else setTimeout(show, 0);
});

/**
 * One per request on the server, one in the browser. Errors carry their status differently there: `statusOf` reads it.
 */
export function createQueryClient(statusOf: StatusOf): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: staleTimeMs,
        // The library's structural sharing assigns keys directly, which would lose `__proto__`.
        structuralSharing: shareJson,
        retry: (failures, error) => failures < mostRetries && mayPass(statusOf(error)),
      },
      dehydrate: {
        // As text: the page's data passes through React's own format, in which some keys are special.
        serializeData: (data: unknown) => JSON.stringify(data),
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
        // The server's error messages are written for people, so they need no redaction.
        shouldRedactErrors: () => false,
      },
      hydrate: { deserializeData: (text: string): unknown => JSON.parse(text) },
    },
  });
}

/** An error as it arrives over HTTP. */
export const statusOfAnswer: StatusOf = (error) => {
  const data = (error as { readonly data?: { readonly httpStatus?: unknown } | null }).data;
  return typeof data?.httpStatus === "number" ? data.httpStatus : null;
};

/** Do not retry a refusal; a lost connection or an internal error may pass. */
const mayPass = (status: number | null) => status === null || status >= 500;
