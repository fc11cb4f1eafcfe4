/** A run's name as that of a file or a folder, on any system. */
export function fileName(name: string): string {
  const allowed = name
    .normalize("NFC")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are among those to replace
    .replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, "-")
    .replaceAll(/^[.\s]+|[.\s]+$/g, "")
    .slice(0, 80);
  return allowed === "" || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(allowed) ? "model" : allowed;
}
