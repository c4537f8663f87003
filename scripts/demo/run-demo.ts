import { withProgress } from "#appliance/bootstrap/progress.mjs";
import type { Installation } from "../access/with-tools.ts";
import { chooseModel, sandboxModel } from "./choose-model.ts";
import { refreshPipeline } from "./refresh-pipeline.ts";
import { reviewLicense } from "./review-license.ts";
import { signIn } from "./sign-in.ts";

/** Runs the demo's pipeline on a running Penstock, and prints it. Returns whether the run completed. */
export async function runDemo(
  installation: Installation,
  { apiKey, signal }: { readonly apiKey: string | undefined; readonly signal: AbortSignal },
): Promise<boolean> {
  const prepared = await withProgress("Preparing the demo workspace", async () => {
    const { client, workspaceSlug } = await signIn(installation);
    const { model, warning } = await chooseModel(client, apiKey);
    return { client, workspaceSlug, model, warning, pipelineId: await refreshPipeline(client, model) };
  });
  const { client, workspaceSlug, model, warning, pipelineId } = prepared;
  if (warning !== null) console.log(`  ${warning} The demo runs on the sandbox instead.`);
  console.log(`  on ${model}${model === sandboxModel ? ", which needs no key and costs play money" : ""}`);
  return reviewLicense(client, {
    pipelineId,
    workspaceUrl: `${installation.settings.url}/${workspaceSlug}`,
    signal,
  });
}
