// A policy as a form or as JSON, in step: both write the same text.
import Box from '@cloudscape-design/components/box';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Suspense, lazy, useState } from 'react';
import { t as frame } from '../texts';
import { type Finding, check, checkGuardrail, checkTrust } from './check';
import type { Kind } from './document';
import { Findings } from './Findings';
import { said, useServer } from './server';
import { t } from './texts';

const Visual = lazy(() => import('./Visual'));
const KEPT = 'cloudkeep.policy-editor';

export const findingsOf = (text: string, kind: Kind): Finding[] => (kind === 'guardrail' ? checkGuardrail : kind === 'trust' ? checkTrust : check)(text);

export function PolicyEditor({ label, text, change, kind, saved, refused }: {
  label: string;
  text: string;
  /** Without it the policy is only shown. */
  change?: (text: string) => void;
  kind: Kind;
  /** What the server has already: of that it is not asked. */
  saved?: string;
  /** What the server said when this text was to be saved. */
  refused?: string;
}) {
  const [way, setWay] = useState(() => localStorage.getItem(KEPT) ?? 'visual');
  const choose = (next: string) => { setWay(next); localStorage.setItem(KEPT, next); };
  const own = findingsOf(text, kind);
  const faulty = own.some((finding) => finding.severity === 'error');
  // There is no call that reads a trust policy and keeps nothing.
  const wanted = change !== undefined && text !== saved && !faulty && kind !== 'trust';
  const judgement = useServer(text, kind, wanted);
  const findings = [...own, ...(refused ? [said(refused)] : judgement?.finding ? [judgement.finding] : [])];
  const rest = way === 'visual' ? findings.filter((finding) => finding.statement === undefined) : findings;
  return (
    <SpaceBetween size="s">
      <SegmentedControl label={t.way} selectedId={way} options={[{ id: 'visual', text: t.visual }, { id: 'json', text: t.json }]} onChange={({ detail }) => choose(detail.selectedId)} />
      {way === 'visual' ? (
        <Suspense fallback={<Box textAlign="center"><Spinner /> {frame.loading}</Box>}>
          <Visual kind={kind} text={text} change={change} findings={findings} toJson={() => choose('json')} />
        </Suspense>
      ) : (
        <textarea className="editor" aria-label={label} spellCheck={false} readOnly={!change} value={text} onChange={(event) => change?.(event.currentTarget.value)} />
      )}
      <Findings of={rest} quiet={findings.length > 0} />
      <div aria-live="polite">
        {wanted && !refused && !judgement && <StatusIndicator type="pending">{t.asking}</StatusIndicator>}
        {judgement?.reached && !judgement.finding && !refused && <StatusIndicator type="success">{t.serverTakes}</StatusIndicator>}
      </div>
    </SpaceBetween>
  );
}
