"use client";

import { useState } from "react";
import { newId } from "./new-id.ts";

/** Stores one text outside of the page. */
export interface KeptSending {
  read(): string | null;
  write(text: string): void;
  remove(): void;
}

/** For this long, a request whose answer was lost counts as the same even from another instance of the form. */
const keptMs = 5 * 60_000;
/** Longer requests are remembered only while the form is open. */
const longestKept = 100_000;

/**
 * Idempotency keys of one form: the same request keeps its key, so sending it twice, or again after a lost answer, has
 * one effect. Different content is a different request. A refused request was not carried out and gets a new key.
 * With `kept`, a request without an answer keeps its key for some minutes even if the form is closed and reopened.
 */
export class RequestKeys {
  readonly #keys = new Map<string, string>();
  readonly #kept: KeptSending | null;
  readonly #nowMs: () => number;

  constructor(kept: KeptSending | null = null, nowMs: () => number = Date.now) {
    this.#kept = kept;
    this.#nowMs = nowMs;
  }

  async send<Answer>(request: unknown, ask: (idempotencyKey: string) => Promise<Answer>): Promise<Answer> {
    const content = JSON.stringify(request);
    const key = this.#keys.get(content) ?? this.#keptKey(content) ?? newId();
    this.#keys.set(content, key);
    if (content.length <= longestKept)
      this.#kept?.write(JSON.stringify({ content, key, atMs: this.#nowMs() }));
    try {
      const answer = await ask(key);
      this.#kept?.remove();
      return answer;
    } catch (error) {
      if (wasRefused(error)) {
        this.#keys.delete(content);
        this.#kept?.remove();
      }
      throw error;
    }
  }

  #keptKey(content: string): string | null {
    const sending = readSending(this.#kept?.read() ?? null);
    const isSame = sending?.content === content && this.#nowMs() - sending.atMs < keptMs;
    return isSame ? sending.key : null;
  }
}

interface Sending {
  readonly content: string;
  readonly key: string;
  readonly atMs: number;
}

function readSending(text: string | null): Sending | null {
  if (text === null) return null;
  try {
    const { content, key, atMs } = JSON.parse(text) as Partial<Record<keyof Sending, unknown>>;
    return typeof content === "string" && typeof key === "string" && typeof atMs === "number"
      ? { content, key, atMs }
      : null;
  } catch {
    return null;
  }
}

/** The keys of the calling form while it is open; with `kept`, for some minutes longer. */
export function useRequestKeys(kept: KeptSending | null = null): RequestKeys {
  const [keys] = useState(() => new RequestKeys(kept));
  return keys;
}

/** Whether the server refused it. After a lost connection or an internal error, it may have been carried out. */
function wasRefused(error: unknown): boolean {
  const data = (error as { readonly data?: { readonly httpStatus?: unknown } | null } | null)?.data;
  return typeof data?.httpStatus === "number" && data.httpStatus < 500;
}
