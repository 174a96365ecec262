/** Hands a file that was made in the browser to the browser's downloads. */
export function saveFile(name: string, file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");

  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The same with a text. */
export function saveText(name: string, text: string, type = "text/csv;charset=utf-8"): void {
  saveFile(name, new Blob([text], { type }));
}
