/** Gives a file to the person: through the window's save dialog, or as a download of the browser. */

import type { Transport } from "../../transport";

/** Answers what happened, in a sentence, or null when the dialog was cancelled. */
export async function saveFile(transport: Transport, name: string, type: string, text: string): Promise<string | null> {
  if (transport.desktop) {
    const saved = await transport.desktop.save({ name, text });
    return saved && `Exported to ${saved.path}.`;
  }
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the bytes after this call.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return `Downloaded ${name}.`;
}
