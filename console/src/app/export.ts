// Tables as files.

/** A cell of CSV. What a spreadsheet would take for a formula is made a text by an apostrophe before it. */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r|%＝＋－＠]/.test(value.trimStart()) || /^[\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csv = (rows: string[][]): string => rows.map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';

export function save(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
