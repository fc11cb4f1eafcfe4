import type { ChosenFile } from "./exchange/chosen-contents.ts";

/** Enough for any model folder; whoever drops their whole disk is not kept waiting. */
const mostFiles = 2000;

/** The files of a field, with their paths in the folder that was chosen. */
export function chosenFiles(files: FileList | null): ChosenFile[] {
  return [...(files ?? [])]
    .slice(0, mostFiles)
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files that were dropped, with those in folders. */
export async function droppedFiles({ items }: DataTransfer): Promise<ChosenFile[]> {
  // Entries are to be asked for before the event is over.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: ChosenFile[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: ChosenFile[]): Promise<void> {
  if (found.length >= mostFiles) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    found.push({ path: entry.fullPath.replace(/^\//, ""), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  while (true) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return;
    for (const one of some) await collect(one, found);
  }
}
