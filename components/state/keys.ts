/** The agent's own keys: what they do, which they are, and where two mean the same. */

export const keyActions = [
  'switch',
  'down',
  'up',
  'left',
  'right',
  'note',
  'search',
  'refresh',
  'collapse',
  'help',
] as const;
export type KeyAction = (typeof keyActions)[number];
export type KeyMap = Readonly<Record<KeyAction, string>>;

export const usualKeys: KeyMap = {
  switch: 'F6',
  down: 'j',
  up: 'k',
  left: 'h',
  right: 'l',
  note: 'n',
  search: '/',
  refresh: 'r',
  collapse: 'c',
  help: '?',
};

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

/**
 * A key with its modifiers as text: `F6`, `?`, `Alt+k`. Shift is part of what a character is. A
 * keyboard without Latin letters gives the letter that its key bears on others.
 */
export function keyOf({ key, code, ctrlKey, altKey, metaKey, shiftKey }: Pressed): string {
  const isNamed = key.length > 1;
  const latin = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  const bare = isNamed ? key : /^[ -~]$/.test(key) ? key.toLowerCase() : (latin ?? key);
  return [
    ctrlKey && 'Ctrl',
    altKey && 'Alt',
    metaKey && 'Meta',
    isNamed && shiftKey && 'Shift',
    bare,
  ]
    .filter((part) => part !== false)
    .join('+');
}

/** Keys that belong to every list, dialog and form. */
const everybodys =
  /^(?:Tab|Enter|Escape|Arrow\w+|Home|End|Page\w+|Backspace|Delete| |Shift|Control|Alt|AltGraph|Meta|CapsLock|Dead|Process|Unidentified)$/;

/**
 * Whether a key may be given to an action. The one that works in Desk's own page too may be no
 * character, for characters are Desk's shortcuts.
 */
export function mayBind(action: KeyAction, key: string): boolean {
  const bare = key.split('+').findLast((part) => part !== '') ?? '+';
  if (everybodys.test(bare)) return false;
  return action !== 'switch' || /^(?:(?:Ctrl|Alt|Meta)\+|(?:Shift\+)?F\d)/.test(key);
}

/** Actions whose key another one has as well; of two the earlier one in the list acts. */
export function conflicts(map: KeyMap): ReadonlySet<KeyAction> {
  return new Set(
    keyActions.filter((one) =>
      keyActions.some((other) => other !== one && map[other] === map[one]),
    ),
  );
}

/** What a key does; null where it does nothing of ours. */
export function actionOf(map: KeyMap, key: string): KeyAction | null {
  return keyActions.find((action) => map[action] === key) ?? null;
}

/** What was stored, as far as it still makes sense. */
export function readKeys(text: string | null): KeyMap {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return usualKeys;
    const own = kept as Record<string, unknown>;
    return Object.fromEntries(
      keyActions.map((action) => {
        const key = own[action];
        return [
          action,
          typeof key === 'string' && key.length <= 40 && mayBind(action, key)
            ? key
            : usualKeys[action],
        ];
      }),
    ) as Record<KeyAction, string>;
  } catch {
    return usualKeys;
  }
}

/** Only what differs is stored, so that changed defaults still reach people. */
export function writeKeys(map: KeyMap): string {
  return JSON.stringify(
    Object.fromEntries(
      keyActions
        .filter((action) => map[action] !== usualKeys[action])
        .map((action) => [action, map[action]]),
    ),
  );
}
