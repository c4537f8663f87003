import { getUntypedClient, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "#server/trpc/root.ts";
import type { ListedProcedure } from "./list-procedures.ts";

/** Calls any procedure by its path; for a subscription, waits for the first line or the end. */
export async function callProcedure(
  client: TRPCClient<AppRouter>,
  { path, type }: Pick<ListedProcedure, "path" | "type">,
  input: unknown,
): Promise<unknown> {
  const untyped = getUntypedClient(client);
  if (type === "query") return untyped.query(path, input);
  if (type === "mutation") return untyped.mutation(path, input);
  return new Promise((resolve, reject) => {
    const subscription = untyped.subscription(path, input, {
      onData: (data) => end(() => resolve(data)),
      onComplete: () => end(() => resolve(null)),
      onError: (error) => end(() => reject(error)),
    });
    const end = (settle: () => void) => {
      subscription.unsubscribe();
      settle();
    };
  });
}
