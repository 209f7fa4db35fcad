/**
 * What every command needs before it can start: the dependencies and, for the browser tests, a
 * Chromium that still loads unpacked extensions. Plain JavaScript on purpose: it runs before
 * anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a command in the project's folder, its output shown; exits with its status when it fails. */
export function must(command, args, options = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs exactly what the lockfile says, if nothing is installed yet. */
export function ensureDependencies() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Tandem needs Node 20.19 or later; this is ${process.version}.`);
    process.exit(1);
  }
  if (!existsSync(join(root, 'node_modules/.package-lock.json')))
    must('npm', ['ci', '--no-audit', '--no-fund']);
  if (!existsSync(join(root, '.wxt/tsconfig.json'))) must('npx', ['wxt', 'prepare']);
}

/** Chromium and Chrome for Testing only: branded Chrome and Edge ignore `--load-extension`. */
const knownBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];

const canInstall = () => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;

/** One of Debian's packages. */
function install(name) {
  console.log(`No ${name} found: installing Debian’s.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  must('apt-get', ['update', '-qq'], { env });
  must('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Path of a usable Chromium; installs one where none is found. CHROMIUM_PATH overrides the search. */
export async function ensureChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return chosen;
  const found = knownBrowsers.find((path) => existsSync(path));
  if (found) return found;

  const { chromium } = await import('playwright-core');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();

  if (canInstall()) {
    install('chromium');
    return '/usr/bin/chromium';
  }
  console.log('No Chromium found: fetching playwright’s own.');
  must('npx', ['playwright-core', 'install', 'chromium']);
  return chromium.executablePath();
}

const knownFirefoxes = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];

/** Path of a Firefox; installs one where none is found and that is possible. FIREFOX_PATH overrides the search. */
export function ensureFirefox() {
  const chosen = process.env.FIREFOX_PATH;
  if (chosen) return chosen;
  const found = knownFirefoxes.find((path) => existsSync(path));
  if (found) return found;
  if (!canInstall()) {
    console.error('No Firefox found. Install one, or say where it is in FIREFOX_PATH.');
    process.exit(1);
  }
  install('firefox-esr');
  return '/usr/bin/firefox-esr';
}
