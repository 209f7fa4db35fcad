/** One person's machine: a Chromium whose profile outlives it, on a disk that can be full. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { driverOf, launch, type TestBrowser } from '../e2e/browser';
import type { RunningSandbox } from '../sandbox/server';

/** Longest wait for one answer (ms). A worker that was stopped meanwhile never answers. */
const answerMs = 20_000;
/** Longest wait for any answer, through every restart (ms). */
const patienceMs = 60_000;
/** MB of a disk of its own: a profile takes about 30. */
const diskMb = 160;

type Driver = Omit<TestBrowser, 'close'>;

export interface Machine {
  readonly sandbox: RunningSandbox;
  readonly control: TestBrowser['control'];
  /** As a screen would ask; asks again after whatever happened to the browser or the worker. */
  readonly ask: TestBrowser['ask'];
  /** What the extension stores anywhere, wiped or not; for tests of what is left. */
  page(): Promise<Page>;
  stopWorker(): Promise<void>;
  /** Ends the browser at once, as a crash would, and starts it again, `meanwhile` in between. */
  kill(meanwhile?: () => Promise<void>): Promise<void>;
  /** Ends the browser and takes every IndexedDB of the extension away. */
  wipe(): Promise<void>;
  /** Ends the browser, puts another build in place of the extension and has it loaded, as an update over night. */
  update(build: string): Promise<void>;
  /** Leaves no byte on the disk until `freeDisk` or the browser's next start; false where this machine cannot have such a disk. */
  fillDisk(): Promise<boolean>;
  freeDisk(): Promise<void>;
  /** Closes windows that a sign-in left behind. */
  closeStrayWindows(): Promise<void>;
  close(): Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Starts it with this build of the extension and an empty profile. */
export async function startMachine(sandbox: RunningSandbox, build: string): Promise<Machine> {
  const home = await mkdtemp(join(tmpdir(), 'tandem-chaos-'));
  const hasDisk = mounted(home);
  const profile = join(home, 'profile');
  const extension = join(home, 'extension');
  const filler = join(home, 'filler');
  await mkdir(profile);
  await cp(build, extension, { recursive: true });
  /** Whether the end of the browser is our doing. */
  let isExpected = false;
  /** The folder holds another build than the browser has loaded. */
  let isFresh = false;
  let up = start();

  async function freeDisk(): Promise<void> {
    for (const name of await readdir(home))
      if (name.startsWith('filler')) await rm(join(home, name));
  }

  /** No browser starts on a full disk. */
  async function start(): Promise<Driver> {
    await freeDisk();
    const context = await launch({
      profile,
      proxyPort: sandbox.proxyPort,
      build: extension,
      headless: true,
    });
    context.on('page', (page) => void answerZoho(page, sandbox).catch(() => undefined));
    // A browser may also end by itself, as on a full disk; somebody starts it again.
    context.once('close', () => {
      if (isExpected) return;
      up = start();
      up.catch(() => undefined);
    });
    const driver = driverOf(context, sandbox);
    await loaded(driver);
    if (isFresh) {
      await loadAnew(context);
      // The page of before has gone with it; the next one's question starts the new worker.
      await loaded(driver);
    }
    isFresh = false;
    return driver;
  }

  async function kill(meanwhile?: () => Promise<void>): Promise<void> {
    const { context } = await up;
    isExpected = true;
    const closed = new Promise<void>((done) => {
      context.once('close', () => done());
    });
    const ended = endProcess(profile);
    up = (async () => {
      await closed;
      isExpected = false;
      await meanwhile?.();
      return start();
    })();
    // Whoever asks next hears of it.
    up.catch(() => undefined);
    await ended;
  }

  const machine: Machine = {
    sandbox,
    control: controlOf(sandbox),
    async ask(name, ...data) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        try {
          const driver = await up;
          const answer = await within(answerMs, driver.ask(name, ...data));
          if (answer !== undefined) return answer;
        } catch (thrown) {
          if (Date.now() > deadline) throw thrown;
        }
        if (Date.now() > deadline) throw new Error(`no answer to ${name}`);
        await pause(100);
      }
    },
    page: async () => (await up).options(),
    stopWorker: async () => (await up).stopWorker(),
    kill,
    wipe: () =>
      kill(() => rm(join(profile, 'Default/IndexedDB'), { recursive: true, force: true })),
    update: (fresh) =>
      kill(async () => {
        await rm(extension, { recursive: true, force: true });
        await cp(fresh, extension, { recursive: true });
        await raiseVersion(join(extension, 'manifest.json'));
        isFresh = true;
      }),
    async fillDisk() {
      if (!hasDisk) return false;
      for (const size of [1 << 20, 1 << 12])
        for (let at = 0; ; at += 1) {
          const full = await writeFile(`${filler}-${size}-${at}`, Buffer.alloc(size)).then(
            () => false,
            () => true,
          );
          if (full || at > 4096) break;
        }
      return true;
    },
    freeDisk,
    async closeStrayWindows() {
      const { context } = await up;
      const stray = context.pages().filter((page) => page.url().startsWith('https:'));
      await Promise.all(stray.map((page) => page.close().catch(() => undefined)));
    },
    async close() {
      isExpected = true;
      const driver = await up.catch(() => null);
      await driver?.context.close().catch(() => undefined);
      if (hasDisk) execFileSync('umount', ['-l', home]);
      await rm(home, { recursive: true, force: true });
    },
  };
  await up;
  return machine;
}

/** A browser that was killed may open its window before it has loaded the extension again. */
async function loaded(driver: Driver): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;)
    try {
      await driver.options();
      return;
    } catch (thrown) {
      if (Date.now() > deadline) throw thrown;
      await pause(200);
    }
}

/**
 * Has the extension unloaded and loaded, as the browser does with every update. A folder that was
 * exchanged between two starts is none to it: it goes on with the worker that it has kept.
 */
async function loadAnew(context: BrowserContext): Promise<void> {
  const page = context.pages().find((one) => one.url().startsWith('chrome-extension:'));
  if (page === undefined) throw new Error('no page of the extension');
  const gone = page.waitForEvent('close');
  await page
    .evaluate(() =>
      (
        globalThis as unknown as { chrome: { runtime: { reload(): void } } }
      ).chrome.runtime.reload(),
    )
    .catch(() => undefined);
  await gone;
}

/** Every update bears a higher version. */
async function raiseVersion(file: string): Promise<void> {
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { readonly version: string };
  await writeFile(file, JSON.stringify({ ...manifest, version: `${manifest.version}.1` }));
}

/** The sandbox's control API, which no crash of the browser concerns. */
function controlOf({ sandbox }: RunningSandbox): TestBrowser['control'] {
  return async <T>(path: string, body?: unknown): Promise<T> => {
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const request = new Request(`http://control${path}`, body === undefined ? {} : post);
    const response = await sandbox.control(request);
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`control ${path}: ${JSON.stringify(answer)}`);
    return answer as T;
  };
}

/** A file system of its own for this folder, where that is permitted. */
function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/** Ends the browser of this profile, and no other, without a chance to tidy up. */
async function endProcess(profile: string): Promise<void> {
  const mine = (): number[] =>
    execFileSync('ps', ['-ww', '-eo', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(`--user-data-dir=${profile}`) && !line.includes('--type='))
      .map((line) => Number.parseInt(line, 10));
  for (const pid of mine()) process.kill(pid, 'SIGKILL');
  while (mine().length > 0) await pause(10);
}

/** Signs in and consents wherever Zoho asks. */
async function answerZoho(page: Page, sandbox: RunningSandbox): Promise<void> {
  const { admin } = sandbox.describe();
  const email = page.getByLabel('Email address');
  const accept = page.getByRole('button', { name: 'Accept' });
  await page.waitForURL(/^https:/, { timeout: 5000 });
  await email.or(accept).first().waitFor();
  if (await email.isVisible()) {
    await email.fill(admin.email);
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
  await accept.click();
}

/** Rejects when it takes longer. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
