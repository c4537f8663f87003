import { defaultShouldDehydrateQuery, isServer, notifyManager, QueryClient } from "@tanstack/react-query";
import { shareJson } from "#core/json/share-json.ts";

/** Fresh for as long as it takes to render on the server and wake up in the browser. */
const staleTimeMs = 20_000;
const mostRetries = 2;

/** The HTTP status of a procedure's error; null for whatever else went wrong. */
export type StatusOf = (error: unknown) => number | null;

/** What comes while somebody presses something. */
const pressed: ReadonlySet<string> = new Set(["click", "submit", "keydown"]);

/**
 * What follows from what somebody does is shown before the next thing they do: a button that is pressed twice in a
 * moment sends once. A browser that is busy hands over keys and clicks before it comes to its timers, and the library
 * tells by a timer that something is under way. Answers still come together, as they do by itself.
 */
notifyManager.setScheduler((show) => {
  if (!isServer && pressed.has(window.event?.type ?? "")) queueMicrotask(show);
  else setTimeout(show, 0);
});

/** Made new for each request on the server, once in the browser. Each knows its errors by other marks. */
export function createQueryClient(statusOf: StatusOf): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: staleTimeMs,
        // The library's own sharing assigns keys as they come, and `__proto__` would be lost.
        structuralSharing: shareJson,
        retry: (failures, error) => failures < mostRetries && mayPass(statusOf(error)),
      },
      dehydrate: {
        // As text: what a page carries to the browser passes through React's own format, in which some keys are
        // special.
        serializeData: (data: unknown) => JSON.stringify(data),
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
        // What the server says of an error is for people; its text has been chosen for them.
        shouldRedactErrors: () => false,
      },
      hydrate: { deserializeData: (text: string): unknown => JSON.parse(text) },
    },
  });
}

/** As errors come over HTTP. */
export const statusOfAnswer: StatusOf = (error) => {
  const data = (error as { readonly data?: { readonly httpStatus?: unknown } | null }).data;
  return typeof data?.httpStatus === "number" ? data.httpStatus : null;
};

/** An answer that refuses stays a refusal; a lost connection or a fault of ours may pass. */
const mayPass = (status: number | null) => status === null || status >= 500;
