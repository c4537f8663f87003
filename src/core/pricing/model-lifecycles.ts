import type { ProviderName } from "#core/model/model-ref.ts";

/** A vendor's retirement of a model, and when. Days are YYYY-MM-DD. */
export interface ModelLifecycle {
  readonly provider: ProviderName;
  /** The vendor's names; dated snapshots of a name are retired with it and need no line. */
  readonly models: readonly string[];
  /** The day on which the vendor announced it; null: not found in the vendor's words. */
  readonly deprecatedOn: string | null;
  readonly retiresOn: string;
  /** The vendor's recommended replacement, as `provider/model`; null: not found, or itself retired. */
  readonly replacement: string | null;
  /** The day of the vendor's page that this was last compared with. */
  readonly asOf: string;
  readonly source: string;
}

type Dates = Pick<ModelLifecycle, "deprecatedOn" | "retiresOn" | "replacement">;

function anthropic(models: readonly string[], dates: Dates): ModelLifecycle {
  const source = "https://platform.claude.com/docs/en/about-claude/model-deprecations";
  return { provider: "anthropic", models, ...dates, asOf: "2026-11-26", source };
}

function openai(models: readonly string[], dates: Dates): ModelLifecycle {
  const source = "https://developers.openai.com/api/docs/deprecations";
  return { provider: "openai", models, ...dates, asOf: "2026-10-28", source };
}

/**
 * Models of the price list that are retired, or will be. Read on 2026-11-29 in copies of the vendors' pages, the newest
 * of which date from the days named. Models without a line are not known to be retired.
 */
export const modelLifecycles: readonly ModelLifecycle[] = [
  anthropic(["claude-opus-4-5"], {
    deprecatedOn: "2026-11-23",
    retiresOn: "2027-01-22",
    replacement: "anthropic/claude-opus-5-5",
  }),
  anthropic(["claude-sonnet-4-5"], {
    deprecatedOn: "2026-09-30",
    retiresOn: "2026-11-30",
    replacement: "anthropic/claude-sonnet-5-5",
  }),
  anthropic(["claude-opus-4-1"], { deprecatedOn: null, retiresOn: "2026-08-05", replacement: null }),
  anthropic(["claude-opus-4-0", "claude-opus-4"], {
    deprecatedOn: "2026-04-14",
    retiresOn: "2026-06-15",
    replacement: "anthropic/claude-opus-4-8",
  }),
  anthropic(["claude-sonnet-4-0", "claude-sonnet-4"], {
    deprecatedOn: "2026-04-14",
    retiresOn: "2026-06-15",
    replacement: "anthropic/claude-sonnet-4-6",
  }),
  anthropic(["claude-3-7-sonnet"], {
    deprecatedOn: "2025-10-28",
    retiresOn: "2026-02-19",
    replacement: null,
  }),
  anthropic(["claude-3-5-haiku"], { deprecatedOn: null, retiresOn: "2026-02-19", replacement: null }),
  openai(["gpt-5"], {
    deprecatedOn: "2026-06-11",
    retiresOn: "2026-12-11",
    replacement: "openai/gpt-6.1-sol",
  }),
  openai(["gpt-5-mini"], {
    deprecatedOn: "2026-06-11",
    retiresOn: "2026-12-11",
    replacement: "openai/gpt-6.1-terra",
  }),
  openai(["gpt-5-nano", "gpt-5-pro", "o3"], {
    deprecatedOn: "2026-06-11",
    retiresOn: "2026-12-11",
    replacement: null,
  }),
  openai(["gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini"], {
    deprecatedOn: "2026-10-14",
    retiresOn: "2027-01-14",
    replacement: "openai/gpt-6-luna",
  }),
  openai(["gpt-5.1", "gpt-5.4-nano"], { deprecatedOn: null, retiresOn: "2027-04-01", replacement: null }),
  openai(["gpt-4o-2024-05-13", "o1", "o3-mini"], {
    deprecatedOn: null,
    retiresOn: "2026-10-23",
    replacement: "openai/gpt-5.6-sol",
  }),
  openai(["o4-mini"], { deprecatedOn: null, retiresOn: "2026-10-23", replacement: "openai/gpt-5.6-terra" }),
  openai(["gpt-4.1-nano"], { deprecatedOn: null, retiresOn: "2026-10-23", replacement: null }),
];
