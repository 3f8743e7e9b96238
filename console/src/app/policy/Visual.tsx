// The statements of a policy as cards.
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Code, Show, useLoad } from '../parts';
import { Findings } from './Findings';
import { StatementForm } from './StatementForm';
import { catalogue } from './catalogue';
import type { Finding } from './check';
import { type Json, type Kind, type Obstacle, type Statement, changed, obstacle, read } from './document';
import { t } from './texts';

function reason(of: Obstacle): string {
  switch (of.kind) {
    case 'json': return t.obstacles.json(of.said);
    case 'object': return t.obstacles.object;
    case 'twice': return t.obstacles.twice(of.key);
    case 'number': return t.obstacles.number(of.text);
    case 'element': return t.obstacles.element(of.key);
    case 'both': return t.obstacles.both(...of.keys);
    case 'effect': return t.obstacles.effect;
    case 'values': return t.obstacles.values(of.key);
  }
}

const FRESH: Record<Kind, Statement> = {
  identity: { Effect: 'Allow', Action: [], Resource: [] },
  guardrail: { Effect: 'Deny', Action: [], Resource: ['*'] },
  trust: { Effect: 'Allow', Principal: {}, Action: 'sts:AssumeRole' },
};

export default function Visual({ kind, text, change, findings, toJson }: { kind: Kind; text: string; change?: (text: string) => void; findings: Finding[]; toJson: () => void }) {
  const known = useLoad(catalogue);
  const found = read(text);
  if (found.obstacle) {
    return <Alert type="info" header={t.onlyJson} action={<Button onClick={toJson}>{t.editJson}</Button>}>{t.onlyJsonHint} {reason(found.obstacle)}</Alert>;
  }
  const { statements } = found;
  const put = (index: number, statement: Json | undefined) => change?.(changed(text, index, statement));
  return (
    <Show of={known}>{(all) => (
      <SpaceBetween size="m">
        {statements.map((statement, index) => {
          const hindered = obstacle(statement, kind);
          return (
            <section key={index} aria-label={t.statement(index + 1)}>
              <Container header={
                <Header variant="h3" actions={change && <SpaceBetween direction="horizontal" size="xs">
                  <Button iconName="copy" ariaLabel={t.copyStatement(index + 1)} onClick={() => put(statements.length, withoutSid(statement))} />
                  <Button iconName="remove" ariaLabel={t.removeStatement(index + 1)} onClick={() => put(index, undefined)} />
                </SpaceBetween>}>{t.statement(index + 1)}</Header>
              }>
                <SpaceBetween size="m">
                  <Findings of={findings.filter((finding) => finding.statement === index)} quiet />
                  {hindered ? (
                    <Alert type="info" header={t.keptAsJson} action={<Button onClick={toJson}>{t.editJson}</Button>}>
                      {t.keptAsJsonHint} {reason(hindered)}
                      <Code text={JSON.stringify(statement, null, 2)} />
                    </Alert>
                  ) : <StatementForm kind={kind} statement={statement as Statement} change={change && ((next) => put(index, next))} all={all} />}
                </SpaceBetween>
              </Container>
            </section>
          );
        })}
        {change && <Button iconName="add-plus" onClick={() => put(statements.length, FRESH[kind])}>{t.addStatement}</Button>}
      </SpaceBetween>
    )}</Show>
  );
}

/** Sids are unique in a policy: a copy has none. */
function withoutSid(statement: Json): Json {
  if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) return statement;
  const { Sid: _, ...rest } = statement;
  return rest;
}
