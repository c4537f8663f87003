import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import superjson from "superjson";

/** Fresh for as long as it takes to render on the server and wake up in the browser. */
const staleTimeMs = 20_000;
const mostRetries = 2;

/** Made anew for each request on the server, once in the browser. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: staleTimeMs,
        retry: (failures, error) => failures < mostRetries && mayPass(error),
      },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
        // What the server says of an error is for people; its text has been chosen for them.
        shouldRedactErrors: () => false,
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}

/** An answer that refuses stays a refusal; a lost connection or a fault of ours may pass. */
function mayPass(error: unknown): boolean {
  const data = (error as { readonly data?: { readonly httpStatus?: unknown } | null }).data;
  return typeof data?.httpStatus !== "number" || data.httpStatus >= 500;
}
