import { parseArgs } from 'node:util';

/** An option of a command: what `parseArgs` takes of it, and what it is for, in a few words. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly default?: string | boolean;
  readonly says: string;
}

/** What was typed: a switch is on or off; a text that has no default may be missing. */
export type Values<T extends Readonly<Record<string, CommandOption>>> = {
  readonly [Name in keyof T]: T[Name] extends { readonly type: 'boolean' }
    ? boolean
    : T[Name] extends { readonly default: string }
      ? string
      : string | undefined;
};

/** How a command is called, one option a line, each with what holds without it. */
export function usageOf(command: string, options: Readonly<Record<string, CommandOption>>): string {
  const rows = Object.entries(options).map(([name, { type, says, default: given }]) => ({
    left: type === 'string' ? `--${name} VALUE` : `--${name}`,
    right: typeof given === 'string' ? `${says} (${given})` : says,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  const lines = rows.map(({ left, right }) => `  ${left.padEnd(width)}  ${right}`);
  return [`${command} -- [options]`, '', ...lines].join('\n');
}

/** Ends the process with a sentence in place of a stack: what was typed cannot be done. */
export function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

/**
 * What was typed after `command`. `--help` prints how it is called; an option that does not exist,
 * or lacks its value, is refused with the same lines.
 */
export function readOptions<const T extends Readonly<Record<string, CommandOption>>>(
  command: string,
  options: T,
): Values<T> {
  const usage = usageOf(command, options);
  if (process.argv.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    // parseArgs checks what is typed against the options; its own type is lost behind T.
    const values: unknown = parseArgs({ options }).values;
    return values as Values<T>;
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** The value of an option as a whole number from `least` on; anything else is refused. */
export function wholeNumber(name: string, text: string, least = 0): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    refuse(`--${name} takes a whole number from ${least} on, not ${text}`);
  return value;
}
