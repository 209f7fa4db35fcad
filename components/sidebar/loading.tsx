import './loading.css';
import { useContext } from 'preact/hooks';
import { i18n } from '#i18n';
import { Panel } from './panel';
import { Toggle } from './section';

function Bar({ width, height }: { width: number | string; height?: number }) {
  const size = typeof width === 'number' ? `${width / 16}rem` : width;
  return (
    <span
      class="sk"
      style={{ inlineSize: size, ...(height !== undefined && { blockSize: `${height}px` }) }}
    />
  );
}

/** The labels stand where they will stand, so that nothing moves when the data comes. */
export function LoadingFacts() {
  return (
    <dl class="facts sk-f">
      <dt>{i18n.t('facts.type')}</dt>
      <dd>
        <Bar width={84} />
        <Bar width={212} />
      </dd>
      <dt>{i18n.t('facts.open')}</dt>
      <dd>
        <Bar width={128} />
      </dd>
      <dt>{i18n.t('facts.owner')}</dt>
      <dd>
        <Bar width={84} />
      </dd>
    </dl>
  );
}

const potentialBars = [
  [120, 74, 72, 86],
  [152, 74, 84, 70],
  [136, 82, 66, 92],
] as const;
const activityBars = [
  [168, 84],
  [96, 62],
  [124, 98],
] as const;

export function LoadingSections() {
  const { view, fold } = useContext(Panel);
  const toggle = (name: keyof typeof view.open, title: string) => (
    <div class="sec-h">
      <Toggle title={title} open={view.open[name]} onToggle={() => fold(name, !view.open[name])} />
    </div>
  );
  return (
    <>
      <section class="sec" data-section="potentials">
        {toggle('potentials', i18n.t('section.potentials'))}
        {view.open.potentials &&
          potentialBars.map(([name, amount, stage, date]) => (
            <div class="item sk-i" key={name}>
              <Bar width={name} />
              <Bar width={amount} />
              <Bar width={stage} height={12} />
              <Bar width={date} />
            </div>
          ))}
      </section>
      <section class="sec" data-section="activities">
        {toggle('activities', i18n.t('section.activities'))}
        {view.open.activities &&
          activityBars.map(([subject, date]) => (
            <div class="item ic sk-i" key={subject}>
              <Bar width={14} height={14} />
              <Bar width={subject} />
              <Bar width={date} />
            </div>
          ))}
      </section>
      <section class="sec" data-section="notes">
        {toggle('notes', i18n.t('section.notes'))}
        {view.open.notes && (
          <div class="nt">
            <Bar width={112} />
            <Bar width="100%" />
            <Bar width="92%" />
            <Bar width="48%" />
          </div>
        )}
      </section>
      <section class="sec" data-section="information">
        {toggle('information', i18n.t('section.informationContacts'))}
      </section>
      <section class="sec" data-section="account">
        {toggle('account', i18n.t('section.account'))}
      </section>
    </>
  );
}
