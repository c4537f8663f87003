interface Content {
  readonly content: string;
  readonly encoding: "text" | "base64";
}

/** Gives an artifact to the browser as a file of the very bytes that it has. */
export function downloadContent(name: string, mediaType: string, content: Content): void {
  const address = URL.createObjectURL(new Blob([toBlobPart(content)], { type: mediaType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function toBlobPart({ content, encoding }: Content): BlobPart {
  return encoding === "text"
    ? content
    : Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
}
