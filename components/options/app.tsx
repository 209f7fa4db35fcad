import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/signs.css';
import '../ui/lists.css';
import './options.css';
import { useEffect } from 'preact/hooks';
import type { OptionsState, OptionsStore } from '../state/options-store';
import { useStore } from '../state/use-store';
import { Configuration } from './configuration';
import { Conflicts } from './conflicts';
import { Failures } from './failures';
import { SyncHistory } from './history';
import { AgentHome } from './agent-home';
import { Navigation } from './navigation';
import { Overview } from './overview';
import { Permissions } from './permissions';
import { usePage, type Page } from './pages';
import { StepAgent } from './step-agent';
import { StepApprove } from './step-approve';
import { StepClient } from './step-client';
import { StepCompany } from './step-company';
import { StepConnect } from './step-connect';
import { StepPreview } from './step-preview';
import { StepProducts } from './step-products';
import { StepMapping, StepPreferences } from './step-settings';
import { StepWaiting } from './step-waiting';
import { Failed } from './failed';
import { TryAgain } from './unanswered';

export function Options({ store }: { store: OptionsStore }) {
  const state = useStore(store.store);
  useEffect(() => store.start(), [store]);
  const page = usePage();
  const step = state.setup?.step ?? null;
  return (
    <div class="page">
      <div class="op">
        {step !== null && (
          <Navigation
            step={step}
            products={state.setup?.products ?? 'missing'}
            isAgent={state.setup?.access.agent != null || state.setup?.access.approval != null}
            status={state.status}
            page={page}
          />
        )}
        <main class="op-main">
          <Screen state={state} store={store} page={page} />
        </main>
      </div>
    </div>
  );
}

function Screen({
  state: { setup, status, busy, problem },
  store,
  page,
}: {
  state: OptionsState;
  store: OptionsStore;
  page: Page;
}) {
  const signingIn = busy === 'desk' || busy === 'crm' ? busy : (setup?.signingIn ?? null);
  const working = busy !== null;
  const needsStatus = page === 'overview' || setup?.access.agent != null;
  if (setup === null || (setup.step === 'done' && status === null && needsStatus)) {
    if (problem === null) return null;
    return (
      <div class="op-in setup">
        <Failed problem={problem} actions={<TryAgain again={store.askAgain} />} />
      </div>
    );
  }
  const { agent, request, approval } = setup.access;
  // Somebody waits for an answer: it comes before what this browser does otherwise.
  if (approval !== null)
    return <StepApprove approval={approval} setup={setup} store={store} busy={working} />;
  if (setup.step === 'done' && status !== null && agent !== null)
    return <AgentHome agent={agent} setup={setup} status={status} store={store} busy={working} />;
  if (setup.step === 'done')
    switch (page) {
      case 'overview':
        return (
          status !== null && (
            <Overview status={status} store={store} busy={busy} problem={problem} setup={setup} />
          )
        );
      case 'configuration':
        return <Configuration store={store} setup={setup} busy={working} />;
      case 'permissions':
        return <Permissions client={store.client} />;
      case 'history':
        return <SyncHistory client={store.client} />;
      case 'failures':
        return <Failures client={store.client} />;
      case 'conflicts':
        return <Conflicts client={store.client} />;
    }
  // A command that failed without saying where: said above the step it was given in.
  const known = setup.problem?.problem.code === problem?.code;
  return (
    <>
      {problem !== null && !known && (
        <div class="op-in setup">
          <Failed problem={problem} />
        </div>
      )}
      {setup.step === 'client' && <StepClient setup={setup} store={store} busy={working} />}
      {setup.step === 'agent' && agent !== null && (
        <StepAgent agent={agent} setup={setup} store={store} signingIn={signingIn} busy={working} />
      )}
      {setup.step === 'connect' && request !== null && (
        <StepWaiting request={request} setup={setup} store={store} busy={working} />
      )}
      {setup.step === 'connect' && request === null && (
        <StepConnect setup={setup} store={store} signingIn={signingIn} busy={working} />
      )}
      {setup.step === 'company' && (
        <StepCompany
          setup={setup}
          store={store}
          signingIn={signingIn}
          busy={working}
          authorizing={busy === 'authorize'}
        />
      )}
      {setup.step === 'preferences' && <StepPreferences store={store} busy={working} />}
      {setup.step === 'mapping' && <StepMapping store={store} busy={working} />}
      {setup.step === 'preview' && (
        <StepPreview
          store={store}
          busy={working}
          starting={busy === 'start'}
          displayOnly={status?.state === 'displayOnly'}
        />
      )}
      {setup.step === 'products' && <StepProducts store={store} busy={working} />}
    </>
  );
}
