import { IAMClient, SimulateCustomPolicyCommand } from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { client } from '../../app/aws';
import { cli } from '../../app/cli';
import { failed } from '../../app/notices';
import { Cli, Code, Show, useLoad } from '../../app/parts';
import { href } from '../../app/router';
import { levels, org, placesOf, tree } from './data';
import { type Judged, type Level, contextEntries, deciding, judged } from './levels';
import { t } from './texts';

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);
interface Answer { action: string; resource: string; levels: Judged[] }

/** One simulation for each level, since each must let the call through by itself. */
async function simulated(way: Level[], actions: string[], resources: string[], context: string): Promise<Answer[]> {
  const answers = new Map<string, Answer>();
  for (const level of way) {
    let Marker: string | undefined;
    do {
      const reply = await client(IAMClient).send(new SimulateCustomPolicyCommand({ PolicyInputList: level.policies.map((policy) => policy.content), ActionNames: actions, ResourceArns: resources.length ? resources : undefined, ContextEntries: contextEntries(context), Marker }));
      for (const result of reply.EvaluationResults ?? []) {
        const key = `${result.EvalActionName} ${result.EvalResourceName}`;
        const known = answers.get(key) ?? { action: result.EvalActionName ?? '', resource: result.EvalResourceName ?? '*', levels: [] };
        known.levels.push(judged(level, result));
        answers.set(key, known);
      }
      Marker = reply.IsTruncated ? reply.Marker : undefined;
    } while (Marker);
  }
  return [...answers.values()];
}

export function Simulate({ target }: { target?: string }) {
  const loaded = useLoad(async () => {
    const [top, organization] = await Promise.all([tree(), org().send(new DescribeOrganizationCommand({}))]);
    return { places: placesOf(top, true), management: organization.Organization?.MasterAccountId };
  });
  const [where, setWhere] = useState(target ?? '');
  const [v, setV] = useState({ actions: 's3:CreateBucket', resources: '*', context: '' });
  const [answers, setAnswers] = useState<Answer[]>();
  const [asked, setAsked] = useState<Level[]>();
  const [busy, setBusy] = useState(false);
  const field = (name: keyof typeof v, label: string, hint: string) => <FormField label={label} description={hint} stretch><Input value={v[name]} onChange={({ detail }) => setV((before) => ({ ...before, [name]: detail.value }))} /></FormField>;
  async function run() {
    setBusy(true);
    try {
      const way = await levels(where);
      setAsked(way);
      setAnswers(await simulated(way, words(v.actions), words(v.resources), v.context));
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t.simulateHint} actions={<SpaceBetween direction="horizontal" size="xs">
        {asked && <Cli command={asked.map((level) => cli('iam simulate-custom-policy', { 'policy-input-list': level.policies.map((policy) => JSON.stringify(JSON.parse(policy.content))), 'action-names': words(v.actions), 'resource-arns': words(v.resources), 'context-entries': contextEntries(v.context).map((one) => JSON.stringify(one)) })).join('\n')} />}
        <Button variant="primary" loading={busy} loadingText={t.evaluating} disabled={!where || !v.actions.trim()} onClick={run}>{t.evaluate}</Button>
      </SpaceBetween>}>{t.simulate}</Header>
      <Container>
        <Show of={loaded}>{({ places, management }) => (
          <SpaceBetween size="m">
            <FormField label={t.where} stretch><Select ariaLabel={t.where} filteringType="auto" placeholder={t.where} options={places} selectedOption={places.find((place) => place.value === where) ?? null} onChange={({ detail }) => setWhere(detail.selectedOption.value ?? '')} /></FormField>
            {where === management && <Alert type="info">{t.management}</Alert>}
            {field('actions', t.actions, t.actionsHint)}{field('resources', t.resources, t.resourcesHint)}{field('context', t.context, t.contextHint)}
          </SpaceBetween>
        )}</Show>
      </Container>
      {answers?.map((answer) => <Shown key={`${answer.action} ${answer.resource}`} answer={answer} />)}
    </SpaceBetween>
  );
}

function Shown({ answer }: { answer: Answer }) {
  const decides = deciding(answer.levels);
  const says = { allows: t.levelAllows, denies: t.levelDenies, silent: t.levelSilent };
  return (
    <Container header={<Header variant="h2"><StatusIndicator type={decides ? 'error' : 'success'}>{decides ? t.stopped(answer.action, answer.resource) : t.letThrough(answer.action, answer.resource)}</StatusIndicator></Header>}>
      <ol className="timeline">
        {answer.levels.map((one) => (
          <li key={one.level.id}>
            <Link href={href('organizations', 'targets', one.level.id)}>{one.level.name}</Link> <StatusIndicator type={one.verdict === 'allows' ? 'success' : 'error'}>{says[one.verdict]}</StatusIndicator>
            {one.statements.map((statement) => (
              <div key={`${statement.policy.id} ${statement.line}`}>
                <Link href={href('organizations', 'policies', statement.policy.id)}>{t.statementOf(statement.policy.name, statement.line)}</Link>
                {one === decides && <Code text={statement.text} />}
              </div>
            ))}
          </li>
        ))}
      </ol>
    </Container>
  );
}
