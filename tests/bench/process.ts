/** What the operating system knows of a browser's process. Linux only; elsewhere nothing is known. */
import { readdirSync, readFileSync } from 'node:fs';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Peak memory, in MB, of the process that runs the extension in the browser with this profile. */
export function peakRssMb(profileMark: string): number | null {
  const browsers = new Set(
    processes()
      .filter(({ command }) => command.includes(profileMark) && !command.includes('--type='))
      .map(({ pid }) => pid),
  );
  const peaks = processes()
    .filter(({ command }) => command.includes('--extension-process'))
    .filter(({ pid }) => ancestors(pid).some((one) => browsers.has(one)))
    .map(({ pid }) => Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0));
  return peaks.length === 0 ? null : Math.max(...peaks) / 1024;
}

function processes(): readonly { readonly pid: string; readonly command: string }[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`) }));
  } catch {
    return [];
  }
}

function ancestors(pid: string): readonly string[] {
  const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1];
  return parent === undefined || parent === '0' ? [] : [parent, ...ancestors(parent)];
}
