// Texts that were chosen, each with a button that takes it away; and a field that adds one more.
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import TokenGroup from '@cloudscape-design/components/token-group';
import { useState } from 'react';
import { t } from './texts';

export function Tokens({ values, describe, remove, none }: { values: string[]; describe?: (value: string) => string | undefined; remove?: (index: number) => void; none: string }) {
  if (values.length === 0) return <Box color="text-body-secondary">{none}</Box>;
  return <TokenGroup disableOuterPadding limit={12} readOnly={!remove} items={values.map((value) => ({ label: value, description: describe?.(value), dismissLabel: t.remove(value) }))} onDismiss={({ detail }) => remove?.(detail.itemIndex)} />;
}

export function Adder({ label, hint, button, wrong, add }: { label: string; hint: string; button: string; wrong: (text: string) => string | undefined; add: (text: string) => void }) {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const put = () => {
    const text = typed.trim();
    if (text === '') return;
    const problem = wrong(text);
    setError(problem);
    if (problem) return;
    add(text);
    setTyped('');
  };
  return (
    <FormField label={label} description={hint} errorText={error} stretch>
      <div className="with-button">
        <Input value={typed} spellcheck={false} autoComplete="off" onChange={({ detail }) => { setTyped(detail.value); setError(undefined); }} onKeyDown={(event) => { if (event.detail.key === 'Enter') { event.preventDefault(); put(); } }} />
        <Button onClick={put}>{button}</Button>
      </div>
    </FormField>
  );
}
