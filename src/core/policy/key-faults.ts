import { AppError, type ErrorInfo, type Problem } from "#core/errors.ts";
import type { ProviderName } from "#core/model/model-ref.ts";

/** All messages about a missing provider key. */

const addOne = "Add one under Provider keys.";
const addOneOrPlay = "Add one under Provider keys, or choose a sandbox model.";

/** For a workspace that has none for a provider, and a person who has none either. */
export function missingKeyText(provider: ProviderName): string {
  return `No key for ${provider}. ${addOne}`;
}

/** For a node whose attempt is about to begin. */
export function nodeLacksKey(nodeId: string, provider: ProviderName): ErrorInfo {
  const message = `Node ${nodeId} needs a key for ${provider}, and neither the person who started the run nor the workspace has one. ${addOneOrPlay}`;
  return { code: "KEY_MISSING", message, retryable: false, nodeId };
}

/** For a run that may not begin; `uses` names each node with the provider whose key is missing, and is not empty. */
export function runLacksKeys(
  uses: readonly { readonly nodeId: string; readonly provider: ProviderName }[],
): AppError {
  const problems = uses.map(
    ({ nodeId, provider }): Problem => ({
      code: "KEY_MISSING",
      severity: "error",
      message: `Node ${nodeId} needs a key for ${provider}.`,
      nodeId,
    }),
  );
  const nodes = uses.map(({ nodeId }) => nodeId).join(", ");
  return new AppError("KEY_MISSING", `No key for the models of ${nodes}. ${addOneOrPlay}`, { problems });
}

/** For an attempt whose key was removed between its claim and its call. */
export function keyRemoved(): AppError {
  return new AppError("KEY_MISSING", `The provider key of this node was removed. ${addOne}`);
}

/** For a call with an empty key. */
export function keyEmpty(): AppError {
  return new AppError("KEY_MISSING", `There is no key for this provider. ${addOne}`);
}
