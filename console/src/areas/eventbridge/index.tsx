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
import { t } from './texts';

const eb = () => client(EventBridgeClient);
const PATTERN = JSON.stringify({ source: ['aws.iam'], 'detail-type': ['AWS API Call via CloudTrail'] }, null, 2);

export default function EventBridge({ path }: { path: string[] }) {
  return path[2] ? <RulePage key={path[2]} bus={path[1] ?? 'default'} name={path[2]} /> : <Rules />;
}

async function rules(): Promise<Rule[]> {
  const buses = await pages(async (NextToken) => { const r = await eb().send(new ListEventBusesCommand({ NextToken })); return [r.EventBuses, r.NextToken]; });
  const all = await Promise.all(buses.map((bus) => pages<Rule>(async (NextToken) => { const r = await eb().send(new ListRulesCommand({ EventBusName: bus.Name, NextToken })); return [r.Rules, r.NextToken]; })));
  return all.flat();
}

function Rules() {
  return (
    <ResourceTable<Rule>
      id="rules" title={t.rules} load={rules} command={cli('events list-rules')}
      empty={{ title: t.noRules, hint: t.aRuleMatchesEvents }}
      columns={[
        { id: 'name', header: t.name, text: (r) => r.Name ?? '', cell: (r) => <Link href={href('eventbridge', 'rules', r.EventBusName ?? 'default', r.Name ?? '')}>{r.Name}</Link> },
        { id: 'bus', header: t.eventBus, text: (r) => r.EventBusName ?? '' }, { id: 'state', header: t.state, text: (r) => r.State ?? '' },
        { id: 'pattern', header: t.pattern, text: (r) => r.EventPattern ?? '' }, { id: 'schedule', header: t.schedule, text: (r) => r.ScheduleExpression ?? '' },
      ]}
      actions={(reload) => <Action label={t.createRule} primary after={reload} done={t.theRuleIsThere} fields={[{ name: 'name', label: t.name }, { name: 'pattern', label: t.eventPattern, long: true, initial: PATTERN }]} command={(v) => cli('events put-rule', { name: v.name, 'event-pattern': v.pattern })} run={(v) => eb().send(new PutRuleCommand({ Name: v.name, EventPattern: v.pattern }))} />}
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
          {facts.State === 'DISABLED' ? <Action label={t.enable} after={rule.reload} done={t.theRuleIsEnabled} command={() => cli('events enable-rule', option)} run={() => eb().send(new EnableRuleCommand(key))} /> : <Action label={t.disable} after={rule.reload} done={t.theRuleIsDisabled} command={() => cli('events disable-rule', option)} run={() => eb().send(new DisableRuleCommand(key))} />}
          <Action label={t.deleteIt} done={t.theRuleIsGone} text={t.itsTargetsMustBe} after={() => { location.hash = href('eventbridge', 'rules'); }} command={() => cli('events delete-rule', option)} run={() => eb().send(new DeleteRuleCommand(key))} />
        </SpaceBetween>}>{name}</Header>
        <Facts title={t.facts} facts={[[t.arn, facts.Arn], [t.state, facts.State], [t.schedule, facts.ScheduleExpression]]} />
        <Container header={<Header variant="h2">{t.eventPattern}</Header>}><Code text={facts.EventPattern ? JSON.stringify(JSON.parse(facts.EventPattern), null, 2) : '–'} /></Container>
        <Container header={<Header variant="h2">{t.targets}</Header>}>{targets.length === 0 ? t.noTargets : targets.map((target) => <div key={target.Id}>{target.Id}: {target.Arn}</div>)}</Container>
      </SpaceBetween>
    )}</Show>
  );
}
