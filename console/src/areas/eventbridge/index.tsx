import { DeleteRuleCommand, DescribeRuleCommand, DisableRuleCommand, EnableRuleCommand, EventBridgeClient, ListEventBusesCommand, ListRulesCommand, ListTargetsByRuleCommand, PutRuleCommand, type Rule } from '@aws-sdk/client-eventbridge';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { Cli, Code, Facts, Show, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';

const eb = () => client(EventBridgeClient);
const PATTERN = JSON.stringify({ source: ['aws.iam'], 'detail-type': ['AWS API Call via CloudTrail'] }, null, 2);

export default function EventBridge({ path }: { path: string[] }) {
  return path[2] ? <RulePage bus={path[1] ?? 'default'} name={path[2]} /> : <Rules />;
}

async function rules(): Promise<Rule[]> {
  const buses = await pages(async (NextToken) => { const r = await eb().send(new ListEventBusesCommand({ NextToken })); return [r.EventBuses, r.NextToken]; });
  const all = await Promise.all(buses.map((bus) => pages<Rule>(async (NextToken) => { const r = await eb().send(new ListRulesCommand({ EventBusName: bus.Name, NextToken })); return [r.Rules, r.NextToken]; })));
  return all.flat();
}

function Rules() {
  return (
    <ResourceTable<Rule>
      id="rules" title="Rules" load={rules} command={cli('events list-rules')}
      empty={{ title: 'No rules', hint: 'A rule matches events, such as a call of an API or a rotation that failed, and hands them to a queue, a function or another bus.' }}
      columns={[
        { id: 'name', header: 'Name', text: (r) => r.Name ?? '', cell: (r) => <Link href={href('eventbridge', 'rules', r.EventBusName ?? 'default', r.Name ?? '')}>{r.Name}</Link> },
        { id: 'bus', header: 'Event bus', text: (r) => r.EventBusName ?? '' }, { id: 'state', header: 'State', text: (r) => r.State ?? '' },
        { id: 'pattern', header: 'Pattern', text: (r) => r.EventPattern ?? '' }, { id: 'schedule', header: 'Schedule', text: (r) => r.ScheduleExpression ?? '' },
      ]}
      actions={(reload) => <Action label="Create rule" primary after={reload} done="The rule is there." fields={[{ name: 'name', label: 'Name' }, { name: 'pattern', label: 'Event pattern', long: true, initial: PATTERN }]} command={(v) => cli('events put-rule', { name: v.name, 'event-pattern': v.pattern })} run={(v) => eb().send(new PutRuleCommand({ Name: v.name, EventPattern: v.pattern }))} />}
    />
  );
}

function RulePage({ bus, name }: { bus: string; name: string }) {
  const rule = useLoad(async () => {
    const [facts, targets] = await Promise.all([eb().send(new DescribeRuleCommand({ Name: name, EventBusName: bus })), eb().send(new ListTargetsByRuleCommand({ Rule: name, EventBusName: bus }))]);
    return { facts, targets: targets.Targets ?? [] };
  }, [bus, name]);
  const option = { name, 'event-bus-name': bus };
  const key = { Name: name, EventBusName: bus };
  return (
    <Show of={rule}>{({ facts, targets }) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={facts.Description} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('events describe-rule', option)} />
          {facts.State === 'DISABLED' ? <Action label="Enable" after={rule.reload} done="The rule is enabled." command={() => cli('events enable-rule', option)} run={() => eb().send(new EnableRuleCommand(key))} /> : <Action label="Disable" after={rule.reload} done="The rule is disabled." command={() => cli('events disable-rule', option)} run={() => eb().send(new DisableRuleCommand(key))} />}
          <Action label="Delete" done="The rule is gone." text="Its targets must be removed first." after={() => { location.hash = href('eventbridge', 'rules'); }} command={() => cli('events delete-rule', option)} run={() => eb().send(new DeleteRuleCommand(key))} />
        </SpaceBetween>}>{name}</Header>
        <Facts title="Facts" facts={[['ARN', facts.Arn], ['State', facts.State], ['Schedule', facts.ScheduleExpression]]} />
        <Container header={<Header variant="h2">Event pattern</Header>}><Code text={facts.EventPattern ? JSON.stringify(JSON.parse(facts.EventPattern), null, 2) : '–'} /></Container>
        <Container header={<Header variant="h2">Targets</Header>}>{targets.length === 0 ? 'None: what matches goes nowhere.' : targets.map((t) => <div key={t.Id}>{t.Id}: {t.Arn}</div>)}</Container>
      </SpaceBetween>
    )}</Show>
  );
}
