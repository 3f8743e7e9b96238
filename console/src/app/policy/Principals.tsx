// Who a statement of a trust policy is about.
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Box from '@cloudscape-design/components/box';
import { useState } from 'react';
import type { PartProps } from './StatementForm';
import { Adder, Tokens } from './Tokens';
import { PRINCIPALS, principals, withPrincipal, withoutPrincipal } from './document';
import { t } from './texts';

export function Principals({ statement, change }: PartProps) {
  const [type, setType] = useState('AWS');
  const known = principals(statement);
  const types = PRINCIPALS.map((value) => ({ value, label: t.principalTypes[value] ?? value }));
  return (
    <div role="group" aria-label={t.principals}>
      <SpaceBetween size="s">
        <Box variant="awsui-key-label">{t.principals}</Box>
        <Tokens values={known.map((one) => (one.type ? `${one.type}: ${one.value}` : one.value))} none={t.principalsNone} remove={change && ((index) => { const gone = known[index]; if (gone) change(withoutPrincipal(statement, gone)); })} />
        {change && (
          <>
            <FormField label={t.principalType} stretch><Select ariaLabel={t.principalType} options={types} selectedOption={types.find((one) => one.value === type) ?? null} onChange={({ detail }) => setType(detail.selectedOption.value ?? 'AWS')} /></FormField>
            <Adder label={t.principalValue} hint={t.principalHints[type] ?? ''} button={t.addPrincipal} wrong={(text) => (/\s/.test(text) ? t.noBlanks : undefined)} add={(value) => change(withPrincipal(statement, { type, value }))} />
          </>
        )}
      </SpaceBetween>
    </div>
  );
}
