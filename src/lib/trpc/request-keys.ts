"use client";

import { useState } from "react";
import { newId } from "./new-id.ts";

/**
 * Idempotency keys of one form: the same request keeps its key however often it is sent, so that pressing twice, or again after a lost
 * answer, does it once. Other content is another request. What the server has refused was not done and gets a new key.
 */
export class RequestKeys {
  readonly #keys = new Map<string, string>();

  async send<Answer>(request: unknown, ask: (idempotencyKey: string) => Promise<Answer>): Promise<Answer> {
    const content = JSON.stringify(request);
    const key = this.#keys.get(content) ?? newId();
    this.#keys.set(content, key);
    try {
      return await ask(key);
    } catch (error) {
      if (wasRefused(error)) this.#keys.delete(content);
      throw error;
    }
  }
}

/** The keys of the form that calls this, for as long as it is open. */
export function useRequestKeys(): RequestKeys {
  const [keys] = useState(() => new RequestKeys());
  return keys;
}

/** Whether the server itself said no. A lost connection, or a fault of its own, leaves open whether it was done. */
function wasRefused(error: unknown): boolean {
  const data = (error as { readonly data?: { readonly httpStatus?: unknown } | null } | null)?.data;
  return typeof data?.httpStatus === "number" && data.httpStatus < 500;
}
