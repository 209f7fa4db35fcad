import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { MappingLineView, MappingView, SampleView } from '../../sync/protocol/administration';
import type { FieldDirection } from '../../sync/types/settings';
import type { FieldMeta } from '../../sync/types';
import type { Client } from '../state/client';
import { Notice } from '../ui/notice';
import { VirtualBlocks } from '../ui/virtual-blocks';
import { leavingEmpty, waysOf, type Draft, type MappingRowData } from './mapping-draft';
import { MappingRow } from './mapping-row';
import type { Shown } from './mapping-warnings';
import { UnfitDialog } from './unfit-dialog';
import { ValuePairs } from './value-pairs';

interface MappingTableProps {
  client: Client;
  view: MappingView;
  draft: Draft;
  /** Those that search and filter let through. */
  rows: readonly MappingRowData[];
  sample: SampleView['rows'];
  onDraft: (draft: Draft) => void;
}

export function MappingTable({ client, view, draft, rows, sample, onDraft }: MappingTableProps) {
  const [pairing, setPairing] = useState<string | null>(null);
  const [showing, setShowing] = useState<(Shown & { readonly desk: FieldMeta }) | null>(null);
  const crmByName = new Map(view.crm.map((meta) => [meta.name, meta]));
  const deskByName = new Map(view.desk.map((meta) => [meta.name, meta]));
  const users = new Map([...draft.values()].map((line) => [line.crm, line.desk]));
  const samples = new Map(sample.map((row) => [row.desk, row]));
  const crmOf = (desk: FieldMeta): FieldMeta | undefined =>
    crmByName.get(draft.get(desk.name)?.crm ?? '');
  const set = (name: string, line: MappingLineView | null): void => {
    const next = new Map(draft);
    if (line === null) next.delete(name);
    else next.set(name, line);
    onDraft(next);
  };

  function choose(desk: FieldMeta, name: string | null): void {
    const crm = crmByName.get(name ?? '');
    const [way] = crm === undefined ? [] : waysOf(view, desk, crm);
    if (crm === undefined || way === undefined) return set(desk.name, null);
    const kept = view.lines.find((line) => line.desk === desk.name && line.crm === crm.name);
    set(desk.name, kept ?? { desk: desk.name, crm: crm.name, direction: way });
  }

  const unfilled = view.crm.filter(
    ({ mandatory, readOnly, name }) => mandatory && !readOnly && !users.has(name),
  );
  const pairingDesk = deskByName.get(pairing ?? '');
  const pairingCrm = pairingDesk === undefined ? undefined : crmOf(pairingDesk);
  const pairingLine = draft.get(pairing ?? '');

  return (
    <>
      {unfilled.length > 0 && (
        <Notice tone="amber" title={i18n.t('mapping.crmRequires')}>
          <span>{unfilled.map(({ label }) => label).join(', ')}</span>
        </Notice>
      )}
      {rows.length === 0 && <p class="empty">{i18n.t('nothingFound')}</p>}
      {rows.length > 0 && (
        <table class="table map stack" aria-label={i18n.t('tabs.mapping')}>
          <thead>
            <tr>
              <th scope="col">{i18n.t('mapping.deskField')}</th>
              <th scope="col">
                <span class="vh">{i18n.t('history.direction')}</span>
              </th>
              <th scope="col">{i18n.t('mapping.crmField')}</th>
              <th scope="col">{i18n.t('mapping.sampleHead')}</th>
            </tr>
          </thead>
          <VirtualBlocks
            of={rows.length}
            columns={4}
            rowHeight={45}
            row={(index) => {
              const { desk, crm, line, warnings } = rows[index]!;
              const offer = view.suggestions.find((each) => each.desk === desk.name);
              const offered = crmByName.get(offer?.crm ?? '');
              const free = (meta: FieldMeta): boolean =>
                (users.get(meta.name) ?? desk.name) === desk.name;
              return (
                <MappingRow
                  key={desk.name}
                  desk={desk}
                  crm={crm}
                  line={line}
                  ways={crm === undefined ? [] : waysOf(view, desk, crm)}
                  warnings={warnings}
                  suggestion={
                    line === undefined &&
                    offer !== undefined &&
                    offered !== undefined &&
                    free(offered)
                      ? { crm: offered, because: offer.because }
                      : undefined
                  }
                  sample={samples.get(desk.name)}
                  fitting={() =>
                    view.crm.filter((meta) => free(meta) && waysOf(view, desk, meta).length > 0)
                  }
                  others={() =>
                    view.crm
                      .filter((meta) => !free(meta) || waysOf(view, desk, meta).length === 0)
                      .map((meta) => [
                        meta,
                        free(meta)
                          ? i18n.t('mapping.otherType')
                          : i18n.t('mapping.usedBy', {
                              field: deskByName.get(users.get(meta.name) ?? '')?.label ?? '',
                            }),
                      ])
                  }
                  onField={(name) => choose(desk, name)}
                  onDirection={(direction: FieldDirection) =>
                    line !== undefined && set(desk.name, { ...line, direction })
                  }
                  onValues={() => setPairing(desk.name)}
                  onShow={(what) => setShowing({ ...what, desk })}
                  onLeave={(warning) =>
                    line !== undefined && set(desk.name, leavingEmpty(line, warning))
                  }
                />
              );
            }}
          />
        </table>
      )}
      {showing !== null && (
        <UnfitDialog
          client={client}
          kind={view.kind}
          lines={[...draft.values()]}
          desk={showing.desk}
          shown={showing}
          onClose={() => setShowing(null)}
        />
      )}
      {pairingDesk !== undefined && pairingCrm !== undefined && pairingLine !== undefined && (
        <ValuePairs
          desk={pairingDesk}
          crm={pairingCrm}
          line={pairingLine}
          onClose={() => setPairing(null)}
          onDone={(values) => {
            set(pairingDesk.name, { ...pairingLine, values });
            setPairing(null);
          }}
        />
      )}
    </>
  );
}
