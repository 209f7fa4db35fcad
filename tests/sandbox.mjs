/** Starts the sandbox; see sandbox/main.ts for what it takes. */
import { register } from 'tsx/esm/api';

register();
await import('./sandbox/main.ts');
