// Which actions a statement is about: chosen by service and access level, found by name, or typed with wildcards.
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { t as frame } from '../texts';
import type { PartProps } from './StatementForm';
import { Adder, Tokens } from './Tokens';
import { type Catalogue, LEVELS, type Service, coveredBy, fitting } from './catalogue';
import { several, withTexts } from './document';
import { t } from './texts';

const described = (all: Catalogue, pattern: string): string | undefined => {
  const count = fitting(all, pattern);
  if (!/[*?]/.test(pattern)) return count === 0 ? t.fitsNone : undefined;
  return count === undefined ? t.unknownService : count === 0 ? t.fitsNone : t.fits(count);
};

export function ActionPicker({ statement, change, all }: PartProps) {
  const element = 'NotAction' in statement ? 'NotAction' : 'Action';
  const patterns = several(statement[element]);
  const [prefix, setPrefix] = useState(() => patterns.map((one) => one.split(':')[0]?.toLowerCase() ?? '').find((one) => all.has(one)) ?? '');
  const service = all.get(prefix);
  const put = (next: string[]) => change?.(withTexts(statement, element, next));
  const kinds = [{ value: 'Action', label: t.actions }, { value: 'NotAction', label: t.notActions }];
  const services = [...all.values()].map((one) => ({ value: one.prefix, label: one.name, description: one.prefix })).sort((a, b) => a.label.localeCompare(b.label));
  return (
    <SpaceBetween size="s">
      <FormField label={t.whichActions}>
        <Select ariaLabel={t.whichActions} disabled={!change} options={kinds} selectedOption={kinds.find((kind) => kind.value === element) ?? null} onChange={({ detail }) => change?.(withTexts(statement, detail.selectedOption.value as 'Action' | 'NotAction', patterns))} />
      </FormField>
      <Tokens values={patterns} describe={(one) => described(all, one)} none={t.actionsNone} remove={change && ((index) => put(patterns.toSpliced(index, 1)))} />
      {change && (
        <>
          <FormField label={t.service} description={t.serviceHint} stretch>
            <Select ariaLabel={t.service} filteringType="auto" filteringAriaLabel={frame.filter} placeholder={frame.choose} options={services} selectedOption={services.find((one) => one.value === prefix) ?? null} onChange={({ detail }) => setPrefix(detail.selectedOption.value ?? '')} />
          </FormField>
          {service && <OfService service={service} patterns={patterns} put={put} />}
          <Adder label={t.typeAction} hint={t.typeActionHint} button={t.addAction} wrong={(text) => (/^(\*|[\w-]+:[\w*?]+)$/.test(text) ? undefined : t.noSuchAction)} add={(text) => { if (!patterns.includes(text)) put([...patterns, text]); }} />
        </>
      )}
    </SpaceBetween>
  );
}

/** The actions of one service by access level. */
function OfService({ service, patterns, put }: { service: Service; patterns: string[]; put: (patterns: string[]) => void }) {
  const [typed, setTyped] = useState('');
  const whole = `${service.prefix}:*`;
  const lower = patterns.map((one) => one.toLowerCase());
  const named = (action: string) => lower.includes(`${service.prefix}:${action}`.toLowerCase());
  const words = typed.trim().toLowerCase();
  const shown = service.actions.filter((action) => action.name.toLowerCase().includes(words));
  const drop = (names: string[]) => { const gone = new Set(names.map((name) => `${service.prefix}:${name}`.toLowerCase())); put(patterns.filter((one) => !gone.has(one.toLowerCase()))); };
  const add = (names: string[]) => put([...patterns, ...names.filter((name) => !named(name)).map((name) => `${service.prefix}:${name}`)]);
  return (
    <SpaceBetween size="xs">
      <FormField label={t.findAction} stretch><Input type="search" value={typed} onChange={({ detail }) => setTyped(detail.value)} /></FormField>
      <Checkbox checked={patterns.includes(whole) || patterns.includes('*')} disabled={patterns.includes('*')} onChange={({ detail }) => put(detail.checked ? [...patterns.filter((one) => one.split(':')[0]?.toLowerCase() !== service.prefix), whole] : patterns.filter((one) => one !== whole))}>{t.allOfService(service.name)}</Checkbox>
      {shown.length === 0 && <Box>{t.noActionFound}</Box>}
      {LEVELS.map((level) => {
        const actions = shown.filter((action) => action.level === level);
        if (actions.length === 0) return null;
        const covered = (name: string) => coveredBy(patterns, `${service.prefix}:${name}`);
        const chosen = actions.filter(({ name }) => named(name) || covered(name));
        const free = actions.filter(({ name }) => !covered(name)).map(({ name }) => name);
        return (
          <ExpandableSection key={`${level} ${words !== ''}`} headerText={t.levelCount(t.levels[level] ?? level, chosen.length, actions.length)} defaultExpanded={words !== ''}>
            <SpaceBetween size="xs">
              <Checkbox checked={chosen.length === actions.length} indeterminate={chosen.length > 0 && chosen.length < actions.length} disabled={free.length === 0} onChange={({ detail }) => (detail.checked ? add(free) : drop(free))}>{t.allOfLevel(t.levels[level] ?? level, actions.length)}</Checkbox>
              <div className="action-list">
                {actions.map(({ name }) => {
                  const pattern = covered(name);
                  return <Checkbox key={name} checked={named(name) || pattern !== undefined} disabled={pattern !== undefined && !named(name)} description={pattern && t.coveredBy(pattern)} onChange={({ detail }) => (detail.checked ? add([name]) : drop([name]))}>{name}</Checkbox>;
                })}
              </div>
            </SpaceBetween>
          </ExpandableSection>
        );
      })}
    </SpaceBetween>
  );
}
