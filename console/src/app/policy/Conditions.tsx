// Under which conditions a statement holds.
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { t as frame } from '../texts';
import type { PartProps } from './StatementForm';
import { Tokens } from './Tokens';
import { type Catalogue, keysFor, operatorName, operatorParts, operatorsFor } from './catalogue';
import { type Json, conditions, withCondition } from './document';
import { t } from './texts';

interface Draft { quantifier: string; operator: string; ifExists: boolean; key: string; values: string; from?: { operator: string; key: string; values: Json[] } }

const FRESH: Draft = { quantifier: '', operator: 'StringEquals', ifExists: false, key: '', values: '' };
const typed = (text: string) => text.split('\n').map((one) => one.trim()).filter(Boolean);
/** Whether values can be written a line each and read again. */
const lines = (values: Json[]) => typed(values.map(String).join('\n')).join('\n') === values.map(String).join('\n');

export function Conditions({ statement, change, all, patterns }: PartProps & { patterns: string[] }) {
  const [draft, setDraft] = useState<Draft>();
  const rows = conditions(statement);
  const put = () => {
    if (!draft || !change) return;
    const operator = operatorName(draft.quantifier, draft.operator, draft.ifExists);
    const { from } = draft;
    // A value that was no text, such as true, stays what it was unless it is changed.
    const wanted = typed(draft.values).map((text): Json => from?.values.find((one) => String(one) === text) ?? text);
    const stays = from?.operator === operator && from.key === draft.key;
    const before = from && !stays ? withCondition(statement, from.operator, from.key, []) : statement;
    const there = stays ? [] : (conditions(before).find((row) => row.operator === operator && row.key === draft.key)?.values ?? []);
    change(withCondition(before, operator, draft.key.trim(), [...there, ...wanted.filter((one) => !there.includes(one))]));
    setDraft(undefined);
  };
  return (
    <div role="group" aria-label={t.conditions}>
      <SpaceBetween size="s">
        <div><Box variant="awsui-key-label">{t.conditions}</Box><Box variant="small">{t.conditionsHint}</Box></div>
        {rows.length === 0 && !draft && <Box color="text-body-secondary">{t.conditionsNone}</Box>}
        {rows.map((row) => {
          const name = `${row.operator} ${row.key}`;
          return (
            <div key={name} className="condition" role="group" aria-label={name}>
              <SpaceBetween size="xxs">
                <SpaceBetween direction="horizontal" size="xs">
                  <Box variant="code">{name}</Box>
                  {change && lines(row.values) && <Button variant="inline-icon" iconName="edit" ariaLabel={t.changeCondition(name)} onClick={() => setDraft({ ...operatorParts(row.operator), key: row.key, values: row.values.map(String).join('\n'), from: row })} />}
                  {change && <Button variant="inline-icon" iconName="remove" ariaLabel={t.remove(name)} onClick={() => change(withCondition(statement, row.operator, row.key, []))} />}
                </SpaceBetween>
                <Tokens values={row.values.map(String)} none="" remove={change && ((index) => change(withCondition(statement, row.operator, row.key, row.values.toSpliced(index, 1))))} />
              </SpaceBetween>
            </div>
          );
        })}
        {change && draft && <Form draft={draft} setDraft={setDraft} put={put} all={all} patterns={patterns} />}
        {change && !draft && <Button iconName="add-plus" onClick={() => setDraft(FRESH)}>{t.addCondition}</Button>}
      </SpaceBetween>
    </div>
  );
}

function Form({ draft, setDraft, put, all, patterns }: { draft: Draft; setDraft: (draft?: Draft) => void; put: () => void; all: Catalogue; patterns: string[] }) {
  const { fitting, others, many } = operatorsFor(all, patterns, draft.key);
  const quantifiers = ['', 'ForAnyValue', 'ForAllValues'].map((value) => ({ value, label: t.quantifiers[value] ?? value }));
  const one = (value: string) => ({ value, label: value });
  const suggest = (key: string) => {
    // A key that was chosen brings the operators of its type.
    const offered = operatorsFor(all, patterns, key);
    const operator = offered.fitting.includes(draft.operator) ? draft.operator : (offered.fitting[0] ?? draft.operator);
    setDraft({ ...draft, key, operator, quantifier: offered.many ? draft.quantifier || 'ForAnyValue' : '' });
  };
  return (
    <div className="condition" role="group" aria-label={t.addCondition}>
      <SpaceBetween size="s">
        <FormField label={t.conditionKey} description={t.conditionKeyHint} stretch>
          <Autosuggest ariaLabel={t.conditionKey} value={draft.key} options={keysFor(all, patterns).map(one)} enteredTextLabel={t.useTyped} empty="" onChange={({ detail }) => suggest(detail.value)} />
        </FormField>
        <div className="side-by-side">
          <FormField label={t.operator}>
            <Select ariaLabel={t.operator} filteringType="auto" filteringAriaLabel={frame.filter} options={[{ label: t.fittingOperators, options: fitting.map(one) }, { label: t.otherOperators, options: others.map(one) }]} selectedOption={one(draft.operator)} onChange={({ detail }) => setDraft({ ...draft, operator: detail.selectedOption.value ?? '' })} />
          </FormField>
          {(many || draft.quantifier !== '') && <FormField label={t.quantifier}>
            <Select ariaLabel={t.quantifier} options={quantifiers} selectedOption={quantifiers.find((option) => option.value === draft.quantifier) ?? null} onChange={({ detail }) => setDraft({ ...draft, quantifier: detail.selectedOption.value ?? '' })} />
          </FormField>}
        </div>
        {draft.operator !== 'Null' && <Checkbox checked={draft.ifExists} onChange={({ detail }) => setDraft({ ...draft, ifExists: detail.checked })}>{t.ifExists}</Checkbox>}
        <FormField label={t.conditionValues} description={t.conditionValuesHint} stretch>
          <Textarea ariaLabel={t.conditionValues} rows={2} value={draft.values} onChange={({ detail }) => setDraft({ ...draft, values: detail.value })} />
        </FormField>
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={put} disabled={!/\S/.test(draft.key) || typed(draft.values).length === 0}>{t.done}</Button>
          <Button variant="link" onClick={() => setDraft(undefined)}>{frame.cancel}</Button>
        </SpaceBetween>
      </SpaceBetween>
    </div>
  );
}
