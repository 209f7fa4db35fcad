/** Starts the process that plays the services, and talks to it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestBrowser } from '../e2e/browser';
import type { ServiceOrder, ServiceReport } from './service';

export interface Services {
  tell(order: ServiceOrder): Promise<ServiceReport>;
  /** What a browser of the tests is led to. */
  readonly sandbox: TestBrowser['sandbox'];
  close(): void;
}

/** Services with this many contacts a side, all of them on both. */
export async function startServices(records: number): Promise<Services> {
  const child = fork(
    fileURLToPath(new URL('service.ts', import.meta.url)),
    ['--records', String(records)],
    { execArgv: ['--import', 'tsx', '--max-old-space-size=8192'] },
  );
  const heard = async (): Promise<ServiceReport> => {
    const [report] = (await once(child, 'message')) as [ServiceReport];
    return report;
  };
  const { description } = await heard();
  return {
    async tell(order) {
      const answer = heard();
      child.send(order);
      return answer;
    },
    sandbox: {
      proxyPort: description.proxy,
      controlPort: description.control,
      describe: () => description,
      close: () => Promise.resolve(),
      get sandbox(): never {
        throw new Error('the services run in a process of their own');
      },
    },
    close: () => child.disconnect(),
  };
}
