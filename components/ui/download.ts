/** Hands a text to the browser as a file to save. */
export function download(name: string, text: string, type = 'text/csv'): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const two = (number: number): string => String(number).padStart(2, '0');

/** "tandem-failures-2026-03-12.csv" */
export function datedName(what: string, now: number, ending = 'csv'): string {
  const day = new Date(now);
  return `tandem-${what}-${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}.${ending}`;
}
