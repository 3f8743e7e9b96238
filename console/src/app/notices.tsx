// Flashes: what went well, and what went wrong with the way to its CloudTrail event.
import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import Link from '@cloudscape-design/components/link';
import Button from '@cloudscape-design/components/button';
import { Suspense, lazy, useState, useSyncExternalStore } from 'react';
import { trouble } from './aws';
import { type Denial, denial } from './denial';
import { href } from './router';
import { t } from './texts';

const DecidingStatement = lazy(() => import('./DecidingStatement'));

/** Milliseconds. */
const STAYS = 20_000;

let items: FlashbarProps.MessageDefinition[] = [];
let count = 0;
const listeners = new Set<() => void>();

function change(next: FlashbarProps.MessageDefinition[]) {
  items = next;
  listeners.forEach((tell) => tell());
}

function add(item: FlashbarProps.MessageDefinition) {
  const id = String(++count);
  const gone = () => change(items.filter((known) => known.id !== id));
  // What went well need not be closed by hand; what went wrong stays.
  if (item.type === 'success') setTimeout(gone, STAYS);
  change([{ ...item, id, dismissible: true, dismissLabel: t.close, onDismiss: gone }, ...items].slice(0, 5));
}

export const succeeded = (text: string) => add({ type: 'success', content: text });

/** The way to the statement that refused, where the message names its policy. */
function Why({ of }: { of: Denial }) {
  const [open, setOpen] = useState(false);
  if (!of.policy) return null;
  if (!open) return <div><Button variant="inline-link" onClick={() => setOpen(true)}>{t.showStatement}</Button></div>;
  return <Suspense fallback={t.loading}><DecidingStatement denial={of} /></Suspense>;
}

/** What a failed call says: for alerts and flashes. */
export function Explained({ error, inFlash }: { error: unknown; inFlash?: boolean }) {
  const { code, message, requestId, denied } = trouble(error);
  const said = denied ? denial(message) : undefined;
  return (
    <>
      <div>{message}</div>
      {denied && <div>{t.deniedWhy}</div>}
      {said && !inFlash && <Why of={said} />}
      <div>
        {code}
        {requestId && (
          <>
            {' · '}{t.requestId} {requestId}{' · '}
            <Link href={href('cloudtrail', 'request', requestId)} color={inFlash ? 'inverted' : 'normal'} variant="primary">{t.seeEvent}</Link>
          </>
        )}
      </div>
    </>
  );
}

export function failed(error: unknown) {
  const { denied } = trouble(error);
  add({ type: 'error', header: denied ? t.denied : t.failed, content: <Explained error={error} inFlash /> });
}

export function useNotices(): FlashbarProps.MessageDefinition[] {
  return useSyncExternalStore((tell) => { listeners.add(tell); return () => listeners.delete(tell); }, () => items);
}
