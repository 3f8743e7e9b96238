// Which resources a statement is about: all, ARNs that are typed, or ARNs built of their parts.
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { current, identity } from '../session';
import { t as frame } from '../texts';
import type { PartProps } from './StatementForm';
import { Adder, Tokens } from './Tokens';
import { type Catalogue, builtArn, isResource, partsOf, typesFor } from './catalogue';
import { several, withTexts } from './document';
import { t } from './texts';

export function ResourcePicker({ statement, change, all, patterns }: PartProps & { patterns: string[] }) {
  const element = 'NotResource' in statement ? 'NotResource' : 'Resource';
  const values = several(statement[element]);
  const put = (next: string[]) => change?.(withTexts(statement, element, next));
  const add = (arn: string) => { if (!values.includes(arn)) put([...values.filter((one) => one !== '*' || arn === '*'), arn]); };
  const kinds = [{ value: 'Resource', label: t.resources }, { value: 'NotResource', label: t.notResources }];
  return (
    <SpaceBetween size="s">
      <FormField label={t.whichResources}>
        <Select ariaLabel={t.whichResources} disabled={!change} options={kinds} selectedOption={kinds.find((kind) => kind.value === element) ?? null} onChange={({ detail }) => change?.(withTexts(statement, detail.selectedOption.value as 'Resource' | 'NotResource', values))} />
      </FormField>
      {change && <Checkbox checked={values.includes('*')} onChange={({ detail }) => put(detail.checked ? ['*'] : values.filter((one) => one !== '*'))}>{t.allResources}</Checkbox>}
      <Tokens values={values} none={t.resourcesNone} remove={change && ((index) => put(values.toSpliced(index, 1)))} />
      {change && (
        <>
          <Adder label={t.typeResource} hint={t.typeResourceHint} button={t.addResource} wrong={(text) => (isResource(text) ? undefined : t.noSuchResource)} add={add} />
          <ExpandableSection headerText={t.buildArn}><Builder all={all} patterns={patterns} add={add} /></ExpandableSection>
        </>
      )}
    </SpaceBetween>
  );
}

function Builder({ all, patterns, add }: { all: Catalogue; patterns: string[]; add: (arn: string) => void }) {
  const types = typesFor(all, patterns);
  const [chosen, setChosen] = useState('');
  const [parts, setParts] = useState<Record<string, string>>(() => ({ Region: current()?.region ?? '', Account: identity().account }));
  if (types.length === 0) return <Box>{t.noTypes}</Box>;
  const options = types.map((one) => ({ value: `${one.service}:${one.type}`, label: `${one.service}: ${one.type}`, description: one.wanted ? t.wantedType : undefined }));
  const selected = options.find((option) => option.value === chosen) ?? options[0]!;
  const pattern = types[options.indexOf(selected)]!.arn;
  const arn = builtArn(pattern, parts);
  return (
    <SpaceBetween size="s">
      <FormField label={t.resourceType} stretch>
        <Select ariaLabel={t.resourceType} filteringType={options.length > 8 ? 'auto' : 'none'} filteringAriaLabel={frame.filter} options={options} selectedOption={selected} onChange={({ detail }) => setChosen(detail.selectedOption.value ?? '')} />
      </FormField>
      <div className="side-by-side">
        {partsOf(pattern).map((part) => <FormField key={part} label={part}><Input value={parts[part] ?? ''} placeholder={t.any} onChange={({ detail }) => setParts((before) => ({ ...before, [part]: detail.value }))} /></FormField>)}
      </div>
      <output className="code">{arn}</output>
      <Button onClick={() => add(arn)}>{t.addBuilt}</Button>
    </SpaceBetween>
  );
}
