"use client";

import { type FileRef, readFileRef } from "#core/http/file-ref.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { useShell } from "#features/shell/index.ts";

/** Uploads a file to the workspace. If it is refused, throws an error with the server's message. */
export function useUploadFile(): (file: File) => Promise<FileRef> {
  const { workspace } = useShell();
  return async (file) => {
    const answer = await fetch(`/api/files?name=${encodeURIComponent(cutText(file.name, 200))}`, {
      method: "POST",
      headers: {
        "x-workspace": workspace.slug,
        "content-type": file.type === "" ? "application/octet-stream" : file.type,
      },
      body: file,
    });
    const data = await answer.json().catch(() => null);
    const ref = answer.ok ? readFileRef(data) : null;
    if (ref !== null) return ref;
    throw new Error(data?.error?.message ?? "The file could not be uploaded. Try again.");
  };
}
