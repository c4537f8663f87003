import type { PictureOf } from "../picture.ts";
import { accountPages } from "./account.ts";
import { emptyPages } from "./empty.ts";
import { pipelinePages } from "./pipelines.ts";
import { runPages } from "./runs.ts";
import { shellPages } from "./shell.ts";
import { viewerPages } from "./viewer.ts";
import { workspacePages } from "./workspace.ts";

/** Every page in every state. */
export const pages: readonly PictureOf[] = [
  ...accountPages,
  ...emptyPages,
  ...runPages,
  ...pipelinePages,
  ...workspacePages,
  ...shellPages,
  ...viewerPages,
];
