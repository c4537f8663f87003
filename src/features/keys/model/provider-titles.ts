import type { ProviderName } from "#core/model/model-ref.ts";

/** What vendors are called, and where their keys are made. */
export const providerTitles: Readonly<
  Record<ProviderName, { readonly title: string; readonly keysAt: string | null }>
> = {
  anthropic: { title: "Anthropic", keysAt: "console.anthropic.com" },
  openai: { title: "OpenAI, or a compatible address", keysAt: "platform.openai.com" },
  sandbox: { title: "Sandbox", keysAt: null },
};
