import { type EvaluationResult, IAMClient, ListRolesCommand, ListUsersCommand, type Role, SimulatePrincipalPolicyCommand, type User } from '@aws-sdk/client-iam';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Toggle from '@cloudscape-design/components/toggle';
import { useEffect, useRef, useState } from 'react';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { failed } from '../../app/notices';
import { Cli } from '../../app/parts';
import { href } from '../../app/router';
import { Rows } from '../../app/table';
import { t } from './texts';
import { because, each } from './who';

const iam = () => client(IAMClient);
const AT_ONCE = 4;

interface Principal { arn: string; name: string; kind: 'users' | 'roles' }
interface Answer extends Principal { decision: string; why: string }

async function principals(kind: string): Promise<Principal[]> {
  const users = kind === 'roles' ? [] : await pages<User>(async (Marker) => { const r = await iam().send(new ListUsersCommand({ Marker, MaxItems: 1000 })); return [r.Users, r.Marker]; });
  const roles = kind === 'users' ? [] : await pages<Role>(async (Marker) => { const r = await iam().send(new ListRolesCommand({ Marker, MaxItems: 1000 })); return [r.Roles, r.Marker]; });
  return [...users.map((u): Principal => ({ arn: u.Arn ?? '', name: u.UserName ?? '', kind: 'users' })), ...roles.map((r): Principal => ({ arn: r.Arn ?? '', name: r.RoleName ?? '', kind: 'roles' }))];
}

export function WhoCan() {
  const [action, setAction] = useState('s3:GetObject');
  const [resource, setResource] = useState('*');
  const [kind, setKind] = useState('all');
  const [only, setOnly] = useState(true);
  const [answers, setAnswers] = useState<Answer[]>();
  const [asking, setAsking] = useState<{ done: number; all: number }>();
  const [stopped, setStopped] = useState(false);
  const run = useRef({ stopped: true });
  useEffect(() => () => { run.current.stopped = true; }, []);
  const kinds = [{ value: 'all', label: t.everyone }, { value: 'users', label: t.users }, { value: 'roles', label: t.roles }];

  async function ask() {
    const mine = { stopped: false };
    run.current = mine;
    setStopped(false);
    setAnswers([]);
    setAsking({ done: 0, all: 0 });
    try {
      const all = await principals(kind);
      const found: Answer[] = [];
      setAsking({ done: 0, all: all.length });
      await each(all, AT_ONCE, async (one) => (await iam().send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: one.arn, ActionNames: [action.trim()], ResourceArns: [resource.trim() || '*'] }))).EvaluationResults?.[0], (one, result: EvaluationResult | Error | undefined) => {
        const failure = result instanceof Error;
        found.push({ ...one, decision: failure ? 'error' : (result?.EvalDecision ?? 'error'), why: failure ? result.message : result ? because(result, t) : '' });
        setAsking({ done: found.length, all: all.length });
        setAnswers([...found]);
      }, () => mine.stopped);
    } catch (error) {
      failed(error);
    } finally {
      if (run.current === mine) setAsking(undefined);
    }
  }
  const stop = () => { run.current.stopped = true; setAsking(undefined); setStopped(true); };
  const shown = only ? answers?.filter((one) => one.decision === 'allowed') : answers;
  const command = cli('iam simulate-principal-policy', { 'policy-source-arn': answers?.[0]?.arn ?? 'arn:aws:iam::…:user/…', 'action-names': action, 'resource-arns': resource });
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t.whoHint} actions={<SpaceBetween direction="horizontal" size="xs">
        <Cli command={command} />
        {asking ? <Button onClick={stop}>{t.cancel}</Button> : <Button variant="primary" disabled={!/^[\w-]+:\w+$/.test(action.trim())} onClick={ask}>{t.ask}</Button>}
      </SpaceBetween>}>{t.who}</Header>
      <Container>
        <SpaceBetween size="m">
          <FormField label={t.action} description={t.actionHint} stretch><Input value={action} onChange={({ detail }) => setAction(detail.value)} /></FormField>
          <FormField label={t.resource} description={t.resourceHint} stretch><Input value={resource} onChange={({ detail }) => setResource(detail.value)} /></FormField>
          <FormField label={t.principals} stretch><Select ariaLabel={t.principals} options={kinds} selectedOption={kinds.find((one) => one.value === kind) ?? null} onChange={({ detail }) => setKind(detail.selectedOption.value ?? 'all')} /></FormField>
        </SpaceBetween>
      </Container>
      {asking && <ProgressBar label={t.progress(asking.done, asking.all)} value={asking.all ? (100 * asking.done) / asking.all : 0} />}
      {stopped && <Alert type="warning">{t.stopped}</Alert>}
      {answers && (
        <SpaceBetween size="s">
          <Toggle checked={only} onChange={({ detail }) => setOnly(detail.checked)}>{t.onlyAllowed}</Toggle>
          <Rows<Answer>
            id="iam-who" title={only ? t.result : t.allResult} level={2} items={shown} command={command} empty={{ title: t.nobody, hint: t.nobodyHint }}
            columns={[
              { id: 'principal', header: t.principal, text: (a) => a.name, cell: (a) => <Link href={href('iam', a.kind, a.name)}>{a.name}</Link> },
              { id: 'kind', header: t.kind, text: (a) => (a.kind === 'users' ? t.users : t.roles) },
              { id: 'decision', header: t.decision, text: (a) => t.decisions[a.decision] ?? a.decision, cell: (a) => <StatusIndicator type={a.decision === 'allowed' ? 'success' : a.decision === 'error' ? 'warning' : 'stopped'}>{t.decisions[a.decision] ?? a.decision}</StatusIndicator> },
              { id: 'why', header: t.because, text: (a) => a.why },
            ]}
          />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
