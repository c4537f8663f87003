import type { ProviderName } from "#core/model/model-ref.ts";

interface ProviderTitle {
  /** In a sentence. */
  readonly name: string;
  /** In a list to choose from. */
  readonly title: string;
  /** Where to create keys. */
  readonly keysAt: string | null;
}

/** The vendors' names, and where to create their keys. */
export const providerTitles: Readonly<Record<ProviderName, ProviderTitle>> = {
  anthropic: { name: "Anthropic", title: "Anthropic", keysAt: "console.anthropic.com" },
  openai: { name: "OpenAI", title: "OpenAI", keysAt: "platform.openai.com" },
  "openai-compatible": {
    name: "The server",
    title: "OpenAI-compatible (Ollama, vLLM, OpenRouter, ...)",
    keysAt: null,
  },
  sandbox: { name: "The sandbox", title: "Sandbox", keysAt: null },
};
