// What is shown beside a list, or below it: the list's page says what, the frame has the place for it.
import Button from '@cloudscape-design/components/button';
import ButtonGroup from '@cloudscape-design/components/button-group';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { Depth } from './parts';
import { showBeside, useBeside } from './router';
import { t } from './texts';

/** How a table shows one of its items beside itself. The key stands in the address: from it alone the item must be found. */
export interface BesideOf<T> { key: (item: T) => string; name: (item: T) => string; show: (key: string) => ReactNode }

/** Items that are compared at once. */
const MOST = 3;

let offered: { title: string } | undefined;
let place: HTMLElement | null = null;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((one) => one());
const subscribe = (one: () => void) => { listeners.add(one); return () => { listeners.delete(one); }; };

/** What a page wants to show beside itself. */
export const useOffered = (): { title: string } | undefined => useSyncExternalStore(subscribe, () => offered);
/** The frame's place for it. */
export const setPlace = (element: HTMLElement | null): void => { place = element; tell(); };

function Offer({ title, children }: { title: string; children: ReactNode }) {
  const target = useSyncExternalStore(subscribe, () => place);
  useEffect(() => {
    offered = { title };
    tell();
    return () => { offered = undefined; tell(); };
  }, [title]);
  return target && createPortal(children, target);
}

/** The button of a row. */
export function BesideButton({ itemKey, name }: { itemKey: string; name: string }) {
  const keys = useBeside();
  const open = keys.includes(itemKey);
  const comparing = keys.length > 1;
  const press = () => showBeside(open ? keys.filter((key) => key !== itemKey) : comparing ? [...keys, itemKey].slice(-MOST) : [itemKey]);
  return <Button variant="inline-icon" iconName={open ? 'close' : 'view-vertical'} ariaLabel={open ? t.besideClose(name) : t.besideOpen(name)} ariaExpanded={open} onClick={press} />;
}

/** The panel of a table: one item, or several to compare; on to the next and back to the one before. */
export function Beside<T>({ of, items }: { of: BesideOf<T>; items: readonly T[] }) {
  const keys = useBeside();
  if (keys.length === 0) return null;
  const known = items.map((item) => of.key(item));
  const nameOf = (key: string) => { const at = known.indexOf(key); return at < 0 ? key : of.name(items[at] as T); };
  const last = keys.at(-1) ?? '';
  const at = known.indexOf(last);
  const move = (by: number) => { const next = known[at + by]; if (next !== undefined) showBeside([...keys.slice(0, -1).filter((key) => key !== next), next]); };
  const next = known.find((key, index) => index > at && !keys.includes(key)) ?? known.find((key) => !keys.includes(key));
  return (
    <Offer title={keys.map(nameOf).join(' · ')}>
      <ButtonGroup
        variant="icon" ariaLabel={t.besideWalk}
        items={[
          { type: 'icon-button', id: 'before', iconName: 'angle-up', text: t.besideBefore, disabled: at <= 0 },
          { type: 'icon-button', id: 'next', iconName: 'angle-down', text: t.besideNext, disabled: at < 0 || at >= known.length - 1 },
          { type: 'icon-button', id: 'compare', iconName: 'add-plus', text: t.besideCompare, disabled: keys.length >= MOST || next === undefined },
        ]}
        onItemClick={({ detail }) => {
          if (detail.id === 'compare' && next !== undefined) showBeside([...keys, next]);
          else move(detail.id === 'before' ? -1 : 1);
        }}
      />
      <Depth.Provider value={1}>
        <div className="compared">
          {keys.map((key) => (
            <section key={key} aria-label={nameOf(key)}>
              {keys.length > 1 && <div className="compared-close"><Button variant="inline-icon" iconName="close" ariaLabel={t.besideClose(nameOf(key))} onClick={() => showBeside(keys.filter((one) => one !== key))} /></div>}
              {of.show(key)}
            </section>
          ))}
        </div>
      </Depth.Provider>
    </Offer>
  );
}
