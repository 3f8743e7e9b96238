import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type FormEvent, useState } from 'react';
import { LANGUAGES, type Language, language, speak } from './language';
import { enter, withKey, withPassword } from './signin';
import { t } from './texts';

export default function SignIn({ notice }: { notice?: string }) {
  const [way, setWay] = useState('user');
  const [values, setValues] = useState<Record<string, string>>({ account: localStorage.getItem('cloudkeep.account') ?? '' });
  const [asked, setAsked] = useState<{ mfa?: boolean; newPassword?: boolean }>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const text = (name: string) => values[name] ?? '';

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError('');
    try {
      const { account, userName, password, mfaCode, newPassword } = values;
      const optional = Object.fromEntries(Object.entries({ mfaCode, newPassword }).filter(([, value]) => value)) as Record<string, string>;
      const answer =
        way === 'user'
          ? await withPassword({ account: account ?? '', userName: userName ?? '', password: password ?? '', ...optional })
          : await withKey(text('keyId').trim(), text('keySecret').trim(), text('mfaCode').trim());
      if (answer.challenge) {
        setAsked({ ...asked, [answer.challenge]: true });
      } else {
        if (way === 'user' && account) localStorage.setItem('cloudkeep.account', account);
        enter(answer);
      }
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    } finally {
      setBusy(false);
    }
  }

  const field = (name: string, label: string, secret = false, description?: string, autoComplete = 'off') => (
    <FormField label={label} description={description} stretch>
      <Input
        name={name}
        value={text(name)}
        type={secret ? 'password' : 'text'}
        autoComplete={autoComplete}
        spellcheck={false}
        onChange={({ detail }) => setValues((before) => ({ ...before, [name]: detail.value }))}
      />
    </FormField>
  );

  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <Form
          header={<Header variant="h1">{t.product}</Header>}
          actions={
            <Button variant="primary" formAction="submit" loading={busy} loadingText={t.signInSlow}>
              {t.signIn}
            </Button>
          }
        >
          <Container>
            <SpaceBetween size="l">
              {notice && !error && <Alert type="info">{notice}</Alert>}
              {error && <Alert type="error">{error}</Alert>}
              <SegmentedControl
                label={t.signIn}
                selectedId={way}
                onChange={({ detail }) => setWay(detail.selectedId)}
                options={[
                  { id: 'user', text: t.iamUser },
                  { id: 'key', text: t.accessKey },
                ]}
              />
              {way === 'user' ? (
                <SpaceBetween size="m">
                  {field('account', t.accountOrAlias, false, undefined, 'organization')}
                  {field('userName', t.userName, false, undefined, 'username')}
                  {field('password', t.password, true, undefined, 'current-password')}
                  {asked.mfa && field('mfaCode', t.mfaCode, false, t.mfaHint, 'one-time-code')}
                  {asked.newPassword && field('newPassword', t.newPassword, true, t.newPasswordHint, 'new-password')}
                </SpaceBetween>
              ) : (
                <SpaceBetween size="m">
                  {field('keyId', t.keyId)}
                  {field('keySecret', t.keySecret, true, t.keyHint)}
                  {field('mfaCode', t.mfaCodeOptional, false, undefined, 'one-time-code')}
                </SpaceBetween>
              )}
            </SpaceBetween>
          </Container>
        </Form>
      </form>
      <nav className="languages" aria-label={t.language}>
        {Object.entries(LANGUAGES).filter(([id]) => id !== language).map(([id, name]) => <span key={id} lang={id}><Button variant="inline-link" onClick={() => speak(id as Language)}>{name}</Button></span>)}
      </nav>
    </main>
  );
}
