// One statement as a form.
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { ActionPicker } from './ActionPicker';
import { Conditions } from './Conditions';
import { Principals } from './Principals';
import { ResourcePicker } from './ResourcePicker';
import type { Catalogue } from './catalogue';
import { type Kind, type Statement, several, withEffect, withSid } from './document';
import { t } from './texts';

export interface PartProps { statement: Statement; change?: (statement: Statement) => void; all: Catalogue }

export function StatementForm({ kind, statement, change, all }: PartProps & { kind: Kind }) {
  const patterns = several(statement.Action ?? statement.NotAction);
  return (
    <SpaceBetween size="l">
      <div className="side-by-side">
        <FormField label={t.effectOf}>
          <RadioGroup ariaLabel={t.effectOf} direction="horizontal" readOnly={!change} value={statement.Effect === undefined ? null : String(statement.Effect)} items={[{ value: 'Allow', label: t.allow }, { value: 'Deny', label: t.deny }]} onChange={({ detail }) => change?.(withEffect(statement, detail.value as 'Allow' | 'Deny'))} />
        </FormField>
        <FormField label={t.sid} constraintText={change && t.sidHint}>
          <Input value={several(statement.Sid)[0] ?? ''} readOnly={!change} onChange={({ detail }) => change?.(withSid(statement, detail.value))} />
        </FormField>
      </div>
      {kind === 'trust' && <Principals statement={statement} change={change} all={all} />}
      <ActionPicker statement={statement} change={change} all={all} />
      {kind !== 'trust' && <ResourcePicker statement={statement} change={change} all={all} patterns={patterns} />}
      <Conditions statement={statement} change={change} all={all} patterns={patterns} />
    </SpaceBetween>
  );
}
