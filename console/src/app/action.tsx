// A button that says what it will do before it does it.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Fragment, type ReactNode, useState } from 'react';
import { trouble } from './aws';
import { Explained, failed, succeeded } from './notices';
import { Code } from './parts';
import { t } from './texts';

export interface Field {
  name: string;
  label: string;
  secret?: boolean;
  hint?: string;
  initial?: string;
  long?: boolean;
  optional?: boolean;
  /** What may be chosen; without them anything may be typed. */
  options?: { value: string; label: string; description?: string }[];
  /** Said below the field while it is filled in. */
  said?: (value: string) => ReactNode;
  /** An editor in place of a field; `refused` is what the server said of the value. */
  edit?: (value: string, change: (value: string) => void, refused?: string) => ReactNode;
}

/** A button that asks for what an action needs, shows the CLI command for it, and does it. */
export function Action(props: {
  label: string;
  fields?: Field[];
  text?: string;
  primary?: boolean;
  command: (values: Record<string, string>) => string;
  run: (values: Record<string, string>) => Promise<unknown>;
  done: string;
  after?: () => void;
  disabled?: boolean;
  /** For several buttons of the same label on one page. */
  ariaLabel?: string;
  /** For what needs more room than a dialog commonly has. */
  wide?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const initial = () => Object.fromEntries((props.fields ?? []).map((f) => [f.name, f.initial ?? '']));
  const [values, setValues] = useState<Record<string, string>>(initial);
  const missing = (props.fields ?? []).some((f) => !f.optional && !values[f.name]);
  const hidden = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, props.fields?.find((f) => f.name === name)?.secret && value ? '********' : value]));
  async function run() {
    if (busy || missing) return;
    setBusy(true);
    setError(undefined);
    try {
      await props.run(values);
      setOpen(false);
      succeeded(props.done);
      props.after?.();
    } catch (problem) {
      if (open) setError(problem);
      else failed(problem);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button wrapText={false} ariaLabel={props.ariaLabel} disabled={props.disabled} variant={props.primary ? 'primary' : 'normal'} onClick={() => { setValues(initial()); setError(undefined); setOpen(true); }}>{props.label}</Button>
      {open && (
        <Modal
          visible
          size={props.wide ? 'large' : 'medium'}
          header={props.label}
          closeAriaLabel={t.close}
          onDismiss={() => setOpen(false)}
          footer={
            <Box float="right">
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" onClick={() => setOpen(false)}>{t.cancel}</Button>
                <Button variant="primary" loading={busy} loadingText={t.loading} disabled={missing} onClick={run}>{t.confirm}</Button>
              </SpaceBetween>
            </Box>
          }
        >
          <SpaceBetween size="m">
            {/* Editors have buttons of their own, which must not submit the form: they stand behind it. */}
            <form onSubmit={(event) => { event.preventDefault(); void run(); }}>
              <SpaceBetween size="m">
                {error !== undefined && <Alert type="error" header={t.failed}><Explained error={error} /></Alert>}
                {props.text && <Box>{props.text}</Box>}
                {(props.fields ?? []).filter((f) => !f.edit).map((f) => (
                  <FormField key={f.name} label={f.label} description={f.hint} stretch>
                    {f.options ? (
                      <Select
                        ariaLabel={f.label} placeholder={t.choose} filteringType={f.options.length > 8 ? 'auto' : 'none'} filteringAriaLabel={t.filter}
                        options={f.options} selectedOption={f.options.find((option) => option.value === values[f.name]) ?? null}
                        onChange={({ detail }) => setValues((before) => ({ ...before, [f.name]: detail.selectedOption.value ?? '' }))}
                      />
                    ) : f.long ? (
                      <textarea className="editor" aria-label={f.label} spellCheck={false} value={values[f.name]} onChange={(event) => { const { value } = event.currentTarget; setValues((before) => ({ ...before, [f.name]: value })); }} />
                    ) : (
                      <Input name={f.name} value={values[f.name] ?? ''} type={f.secret ? 'password' : 'text'} autoComplete={f.secret ? 'new-password' : 'off'} onChange={({ detail }) => setValues((before) => ({ ...before, [f.name]: detail.value }))} />
                    )}
                    {f.said?.(values[f.name] ?? '')}
                  </FormField>
                ))}
              </SpaceBetween>
            </form>
            {(props.fields ?? []).map((f) => f.edit && <Fragment key={f.name}>{f.edit(values[f.name] ?? '', (value) => { setError(undefined); setValues((before) => ({ ...before, [f.name]: value })); }, error === undefined ? undefined : trouble(error).message)}</Fragment>)}
            <Code text={props.command(hidden)} />
          </SpaceBetween>
        </Modal>
      )}
    </>
  );
}
