/** What a vendor says about one of its models. */
export interface ModelInfo {
  readonly id: string;
  readonly displayName: string;
  readonly lifecycle: "active" | "deprecated" | "retired" | "unknown";
  /** The day on which the vendor retires it, YYYY-MM-DD; null: it does not say. */
  readonly retiresOn: string | null;
  readonly maxInputTokens: number | null;
  readonly maxOutputTokens: number | null;
}

/** Whether a vendor accepts a credential; `message` tells people what is wrong and what to do. */
export type KeyCheck = { readonly ok: true } | { readonly ok: false; readonly message: string };
